package dev.isotherm.lab.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.EmbedderOptions;
import dev.isotherm.engine.Embedders;
import dev.isotherm.engine.policy.EmbeddingPolicy;
import dev.isotherm.engine.policy.PolicyException;
import dev.isotherm.engine.policy.PolicyFile;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.lab.evaluate.CorrectionFit;
import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.statistics.Comparison;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What calibrate writes is what a model is loaded with. */
class CalibratedPolicyTest {

    private static final List<String> TEXTS = List.of("the quick brown fox", "jumps over", "the lazy dog and the cat");

    @TempDir
    private Path folder;

    @Test
    void aModelLoadedWithItHasTheFingerprintThatWasForetoldAndTakesTheMeanOut() {
        try (Embedder published = Embedder.load(options("tiny-bert"))) {
            List<float[]> vectors = published.embed(TEXTS).stream().map(Vectors::normalized).toList();
            Policy policy = Policy.parse("1.0+centre");
            CorrectionFit fit = CorrectionFit.of(policy.correction(), vectors, vectors);
            CalibratedPolicy calibrated = calibrated(policy, fit, published);
            calibrated.write(folder.resolve("policy.json"));
            EmbeddingPolicy read = PolicyFile.read(folder.resolve("policy.json"));
            try (Embedder served = Embedder.load(options("tiny-bert").with(read))) {
                assertThat(served.space().fingerprint()).isEqualTo(calibrated.fingerprint()).isNotEqualTo(published.space().fingerprint());
                float[][] expected = CorrectionFit.apply(fit.documents(), vectors.toArray(float[][]::new));
                for (int i = 0; i < TEXTS.size(); i++) {
                    assertThat(Vectors.cosine(served.embed(TEXTS).get(i), expected[i])).isGreaterThan(0.99999);
                }
            }
        }
    }

    @Test
    void anotherModelRefusesIt() {
        try (Embedder published = Embedder.load(options("tiny-bert"))) {
            calibrated(Policy.parse("0.8"), CorrectionFit.NONE, published).write(folder.resolve("policy.json"));
        }
        EmbeddingPolicy read = PolicyFile.read(folder.resolve("policy.json"));
        assertThatThrownBy(() -> Embedder.load(options("tiny-roberta").with(read)).close())
                .isInstanceOf(PolicyException.class).hasMessageContaining("calibrate again");
    }

    private static EmbedderOptions options(String checkpoint) {
        return EmbedderOptions.of(Embedders.resource(checkpoint).toString());
    }

    private static CalibratedPolicy calibrated(Policy policy, CorrectionFit fit, Embedder embedder) {
        Comparison comparison = new Comparison(40, 46, 6, 5, 7, 0.01);
        Trial trial = new Trial(policy, comparison, comparison, 1);
        return new CalibratedPolicy(new Calibration("NDCG@10", 100, List.of(trial), trial, policy, fit), embedder.model().id(), embedder.space());
    }
}
