package dev.isotherm.lab.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.Embedders;
import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Overflow;
import dev.isotherm.engine.torch.Dtype;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the bundled bge, whose queries alone have a prompt. */
class RolePromptTest {

    private static final String PROMPT = "Represent this sentence for searching relevant passages: ";
    private static final List<String> TEXTS = List.of("how long does tea keep", "Tea keeps for two years when it is dry. ".repeat(80), "");

    @TempDir
    Path cache;

    @Test
    void queriesHaveTheirPromptAndDocumentsTheirs() {
        try (Embedder bge = Embedders.load(BundledModel.BGE_SMALL_EN, Dtype.FLOAT32);
                TextEmbedder lab = new TextEmbedder(bge, cache, Progress.SILENT)) {
            float[][] documents = embed(lab, Role.DOCUMENT);
            float[][] queries = embed(lab, Role.QUERY);
            List<float[]> plain = bge.embed(TEXTS);
            List<float[]> prompted = bge.embed(TEXTS.stream().map(text -> PROMPT + text).toList());
            for (int i = 0; i < TEXTS.size(); i++) {
                assertThat(Vectors.cosine(documents[i], plain.get(i))).isGreaterThanOrEqualTo(0.99999);
                assertThat(Vectors.cosine(queries[i], prompted.get(i))).isGreaterThanOrEqualTo(0.99999);
            }
            assertThat(Vectors.cosine(documents[0], queries[0])).as("a prompt matters").isLessThan(0.99);
            assertThat(embed(lab, Role.SYMMETRIC)).as("pairs have none where documents have none").isEqualTo(documents);
            assertThat(lab.tokens(List.of("tea"), Role.QUERY)[0]).isGreaterThan(lab.tokens(List.of("tea"), Role.DOCUMENT)[0]);
        }
    }

    private static float[][] embed(TextEmbedder lab, Role role) {
        return lab.embed(TEXTS, role, AttentionTemperature.NONE, Overflow.TRUNCATE);
    }
}
