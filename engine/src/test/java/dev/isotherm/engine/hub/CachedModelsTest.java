package dev.isotherm.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.EmbedderOptions;
import dev.isotherm.engine.PublishedSpace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of models in the cache. */
class CachedModelsTest {

    @TempDir
    private Path cache;

    @Test
    void aCompleteModelHasASizeAndTheFingerprintThatItIsServedWith() {
        try (LocalHub local = TestHubs.local()) {
            TestHubs.complete(TestHubs.client(local, cache));
        }
        List<HubModel> models = TestHubs.offline(cache).cached();
        assertThat(models).hasSize(1);
        HubModel model = models.get(0);
        assertThat(model.revision()).isEqualTo("main");
        assertThat(model.hasWeights()).isTrue();
        assertThat(model.size()).isGreaterThan(178_520);
        String fingerprint = PublishedSpace.of(model, ModelOverrides.NONE, Optional.empty()).fingerprint();
        assertThat(model.note("weights-sha256")).isPresent();
        assertThat(PublishedSpace.of(model, ModelOverrides.NONE, Optional.empty()).fingerprint()).isEqualTo(fingerprint);
        try (Embedder embedder = Embedder.load(EmbedderOptions.of(LocalHub.REPOSITORY), model)) {
            assertThat(embedder.space().fingerprint()).isEqualTo(fingerprint);
        }
    }

    /** The files of modules behind pooling are fetched with the weights, and the fingerprint knows of them. */
    @Test
    void aDenseModuleIsAPartOfTheModel() {
        try (LocalHub local = LocalHub.serving("tiny-t5")) {
            HubModel model = TestHubs.client(local, cache).model(TestHubs.ID, Optional.empty());
            String fingerprint = PublishedSpace.of(model, ModelOverrides.NONE, Optional.empty()).fingerprint();
            assertThat(local.fetched()).contains("2_Dense/config.json", "2_Dense/model.safetensors");
            HubModel cached = TestHubs.offline(cache).cached().get(0);
            try (Embedder embedder = Embedder.load(EmbedderOptions.of(LocalHub.REPOSITORY), cached)) {
                assertThat(embedder.encoder().dimensions()).isEqualTo(32);
                assertThat(embedder.space().fingerprint()).isEqualTo(fingerprint);
            }
        }
    }

    @Test
    void aModelThatIsBrokenOffIsIncompleteAndHasNoName() {
        try (LocalHub local = TestHubs.local()) {
            local.fail("model.safetensors", LocalHub.Fault.wrongBytes());
            assertThat(catchThrowable(() -> TestHubs.complete(TestHubs.client(local, cache)))).isNotNull();
        }
        HubModel model = TestHubs.offline(cache).cached().get(0);
        assertThat(model.hasWeights()).isFalse();
        assertThat(model.revision()).isEqualTo(LocalHub.COMMIT);
    }

    @Test
    void anUpdateIsAskedForAloneByDownload() {
        try (LocalHub local = TestHubs.local()) {
            Hub client = TestHubs.client(local, cache);
            TestHubs.complete(client);
            int before = local.requests().size();
            client.latest(TestHubs.ID, Optional.empty()).requireWeights();
            assertThat(local.requests()).hasSize(before + 1);
        }
    }
}
