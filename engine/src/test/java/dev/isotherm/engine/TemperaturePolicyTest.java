package dev.isotherm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.temperature.FixedTemperature;
import dev.isotherm.engine.temperature.PassTemperature;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.torch.Dtype;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies reach the softmax of a real model. */
class TemperaturePolicyTest {

    private static Embedder embedder;
    private static List<Tokens> texts;

    @BeforeAll
    static void load() {
        embedder = Embedders.load(BundledModel.BGE_SMALL_EN, Dtype.FLOAT32);
        texts = ParityTexts.all().stream().map(text -> Embedders.tokens(embedder, text)).toList();
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"log:16", "ranges:1=1.0,20=0.8,100=0.5"})
    void aPolicyAgreesWithTheFixedTemperatureItImplies(String policy) {
        PassTemperature temperature = PassTemperature.of(policy);
        List<float[]> mixed = embedder.encode(texts, temperature);
        for (int i = 0; i < texts.size(); i++) {
            double implied = temperature.at(texts.get(i).count(), 0, embedder.encoder().layers());
            float[] fixed = embedder.encode(List.of(texts.get(i)), new FixedTemperature(implied)).get(0);
            assertThat(Cosine.of(fixed, mixed.get(i))).as("τ=%s", implied).isGreaterThanOrEqualTo(0.99999);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "log:512", "ranges:1=1.0", "first-half:1.0", "last:3:1.0"})
    void everyPolicyThatYieldsOneIsBitIdentical(String policy) {
        List<float[]> published = embedder.encode(texts, AttentionTemperature.NONE);
        List<float[]> identity = embedder.encode(texts, AttentionTemperature.parse(policy));
        for (int i = 0; i < texts.size(); i++) {
            assertThat(identity.get(i)).containsExactly(published.get(i));
        }
    }

    @Test
    void aBlendIsTheMeanOfItsMembersScaledToLengthOne() {
        List<float[]> blended = embedder.encode(texts, AttentionTemperature.parse("blend:1.0,0.5,log:16"));
        List<List<float[]>> members = Stream.of("1.0", "0.5", "log:16")
                .map(policy -> embedder.encode(texts, AttentionTemperature.parse(policy))).toList();
        for (int i = 0; i < texts.size(); i++) {
            float[] sum = new float[blended.get(i).length];
            for (List<float[]> member : members) {
                for (int k = 0; k < sum.length; k++) {
                    sum[k] += member.get(i)[k];
                }
            }
            assertThat(Cosine.of(sum, blended.get(i))).isGreaterThanOrEqualTo(0.999999);
        }
    }

    @Test
    void temperatureChangesTheVector() {
        String text = ParityTexts.all().get(13);
        float[] published = Embedders.alone(embedder, text, AttentionTemperature.NONE);
        for (String policy : List.of("0.5", "0.8", "1.2", "first-half:0.5", "last-half:0.5", "first:1:0.5", "last:1:0.5", "blend:1.0,0.5")) {
            float[] changed = Embedders.alone(embedder, text, AttentionTemperature.parse(policy));
            assertThat(Cosine.of(published, changed)).as(policy).isLessThan(0.9999);
        }
    }
}
