package dev.isotherm.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isotherm.engine.Embedders;
import dev.isotherm.engine.hub.client.HubException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our cache and that of the reference client, whose caches src/test/fixtures/make_hub_cache.py recorded, are one. */
class ReferenceCacheTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String FOLDER = "models--acme--tiny-xlm-roberta";

    @TempDir
    private Path cache;

    private final LocalHub hub = TestHubs.local();

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void whatWeDownloadLiesAsWhatTheReferenceClientDownloads() throws IOException {
        TestHubs.complete(TestHubs.client(hub, cache));
        JsonNode reference = recorded("reference-needed.json");
        assertThat(listing(cache.resolve(FOLDER))).isEqualTo(listing(reference));
        assertThat(cache.resolve(".locks").resolve(FOLDER).resolve(hub.hash("model.safetensors") + ".lock")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference-whole.json", "reference-needed.json", "reference-sentence-transformers.json"})
    void whatTheReferenceClientDownloadedIsReadWithoutTheHub(String name) throws IOException {
        restore(recorded(name));
        HubModel model = TestHubs.complete(TestHubs.offline(cache));
        assertThat(model.commit()).contains(LocalHub.COMMIT);
        assertThat(model.revision()).isEqualTo("main");
        assertThat(listing(cache.resolve(FOLDER))).isEqualTo(listing(recorded(name)));
    }

    @Test
    void aCacheThatLeavesOpenHowToPoolIsNotGuessedFrom() throws IOException {
        restore(recorded("reference-transformers.json"));
        assertThatThrownBy(() -> TestHubs.complete(TestHubs.offline(cache))).isInstanceOf(HubException.class)
                .hasMessageContaining("lacks of model acme/tiny-xlm-roberta");
        TestHubs.complete(TestHubs.client(hub, cache));
        assertThat(hub.fetched()).doesNotContain("config.json", "model.safetensors").contains("modules.json", "tokenizer.json");
    }

    @Test
    void anOlderCacheThatIsWholeIsReadWhenTheHubIsDown() throws IOException {
        restore(withoutTrees(recorded("reference-whole.json")));
        TestHubs.complete(TestHubs.down(cache));
        TestHubs.complete(TestHubs.offline(cache));
    }

    @Test
    void anOlderCacheThatLooksWholeAndIsNotIsCompletedAtTheHub() throws IOException {
        restore(withoutTrees(recorded("reference-whole.json")));
        Files.delete(cache.resolve(FOLDER).resolve("snapshots").resolve(LocalHub.COMMIT).resolve("modules.json"));
        assertThat(TestHubs.complete(TestHubs.client(hub, cache)).read("modules.json")).isPresent();
    }

    @Test
    void aBranchThatAnotherProcessMovedIsNotMovedBack() throws IOException {
        restore(recorded("reference-whole.json"));
        HubModel model = TestHubs.offline(cache).model(TestHubs.ID, Optional.empty());
        Path ref = Files.writeString(cache.resolve(FOLDER).resolve("refs/main"), "b".repeat(40));
        model.openWeights().close();
        assertThat(ref).hasContent("b".repeat(40));
    }

    private static JsonNode withoutTrees(JsonNode recorded) {
        ((ObjectNode) recorded).remove("trees/" + LocalHub.COMMIT + ".json");
        return recorded;
    }

    @Test
    void aCacheThatCannotBeWrittenIsRead() throws IOException {
        restore(recorded("reference-whole.json"));
        try (Stream<Path> files = Files.walk(cache)) {
            files.filter(Files::isDirectory).forEach(folder -> assertThat(folder.toFile().setWritable(false)).isTrue());
        }
        assertThat(TestHubs.complete(TestHubs.offline(cache)).commit()).contains(LocalHub.COMMIT);
        try (Stream<Path> files = Files.walk(cache)) {
            files.filter(Files::isDirectory).forEach(folder -> assertThat(folder.toFile().setWritable(true)).isTrue());
        }
    }

    private static JsonNode recorded(String name) throws IOException {
        return JSON.readTree(Embedders.resource("tiny-bert").resolve("../../hub").resolve(name).toFile());
    }

    /** Every link and file with what it says; blobs by their sizes, JSON without regard to its spaces. */
    private static Map<String, JsonNode> listing(JsonNode recorded) throws IOException {
        Map<String, JsonNode> listing = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : recorded.properties()) {
            boolean json = entry.getKey().endsWith(".json") && entry.getValue().has("text");
            listing.put(entry.getKey(), json ? JSON.readTree(entry.getValue().get("text").asText()) : entry.getValue());
        }
        return listing;
    }

    private static Map<String, JsonNode> listing(Path folder) throws IOException {
        Map<String, JsonNode> listing = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(p -> !Files.isDirectory(p)).toList()) {
                listing.put(folder.relativize(path).toString(), entry(path));
            }
        }
        return listing;
    }

    private static JsonNode entry(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return JSON.createObjectNode().put("link", Files.readSymbolicLink(path).toString());
        }
        if (path.getParent().endsWith("blobs")) {
            return JSON.createObjectNode().put("size", (int) Files.size(path));
        }
        return path.toString().endsWith(".json") ? JSON.readTree(path.toFile()) : JSON.createObjectNode().put("text", Files.readString(path));
    }

    /** Makes the recorded cache anew; a blob's contents are those of the checkpoint's file that hashes to its name. */
    private void restore(JsonNode recorded) throws IOException {
        for (Map.Entry<String, JsonNode> entry : recorded.properties()) {
            Path path = cache.resolve(FOLDER).resolve(entry.getKey());
            Files.createDirectories(path.getParent());
            if (entry.getValue().has("link")) {
                Files.createSymbolicLink(path, Path.of(entry.getValue().get("link").asText()));
            } else if (entry.getValue().has("text")) {
                Files.writeString(path, entry.getValue().get("text").asText());
            } else {
                Files.write(path, contents(path.getFileName().toString()));
            }
        }
    }

    private byte[] contents(String hash) {
        return hub.contents(hash).orElseThrow(() -> new IllegalStateException("no file hashes to " + hash));
    }
}
