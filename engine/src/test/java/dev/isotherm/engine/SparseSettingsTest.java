package dev.isotherm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.engine.hub.ModelOverrides;
import dev.isotherm.engine.policy.EmbeddingPolicy;
import dev.isotherm.engine.policy.EmbeddingPolicy.Side;
import dev.isotherm.engine.policy.PolicyException;
import dev.isotherm.engine.pooling.Centring;
import dev.isotherm.engine.temperature.AttentionTemperature;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model of sparse vectors is not loaded with. */
class SparseSettingsTest {

    private static final Side PLAIN = Side.of(AttentionTemperature.NONE);

    @Test
    void blendsAndCentringsAreRefusedOnEitherSide() {
        Side blend = Side.of(AttentionTemperature.parse("blend:1.0,0.5"));
        Side centred = new Side(AttentionTemperature.NONE, Optional.of(new Centring(new float[] {1}, new float[0][])));
        assertRefused(policy(PLAIN, blend), "yields sparse vectors: attention temperature is blend:1.0,0.5, allowed is one that is no blend");
        assertRefused(policy(blend, PLAIN), "allowed is one that is no blend");
        assertRefused(policy(PLAIN, centred), "yields sparse vectors: the policy has a centring, allowed is one without");
        assertRefused(policy(centred, PLAIN), "allowed is one without");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.8", "log:16", "ranges:1=1.0,9=0.5", "first-half:0.5"})
    void otherTemperaturesAreNot(String temperature) {
        Side side = Side.of(AttentionTemperature.parse(temperature));
        try (Embedder embedder = Embedder.load(options().with(policy(side, side)))) {
            assertThat(embedder.space().document().temperature()).hasToString(temperature);
        }
    }

    @Test
    void vectorsAreNotScaled() {
        ModelOverrides scaled = new ModelOverrides(Optional.empty(), Optional.of(true), Optional.empty(), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> Embedder.load(options().with(scaled))).isInstanceOf(ModelException.class)
                .hasMessageContaining("yields sparse vectors: normalize is true, allowed is false");
    }

    private static void assertRefused(EmbeddingPolicy policy, String message) {
        assertThatThrownBy(() -> Embedder.load(options().with(policy))).isInstanceOf(PolicyException.class).hasMessageContaining(message);
    }

    private static EmbeddingPolicy policy(Side query, Side document) {
        return new EmbeddingPolicy(query, document, Optional.empty(), Optional.empty());
    }

    private static EmbedderOptions options() {
        return EmbedderOptions.of(Embedders.resource("tiny-splade").toString());
    }
}
