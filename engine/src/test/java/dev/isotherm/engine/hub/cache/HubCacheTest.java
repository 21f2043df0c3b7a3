package dev.isotherm.engine.hub.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.engine.hub.client.RemoteFile;
import dev.isotherm.engine.hub.client.RepositoryId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cache's own records, sound and damaged. */
class HubCacheTest {

    private static final String COMMIT = "0123456789012345678901234567890123456789";
    private static final RepositoryId ID = RepositoryId.of("acme/model").orElseThrow();

    @TempDir
    private Path root;

    @Test
    void listsRepositoriesOfModelsAlone() throws IOException {
        for (String folder : new String[] {"models--b--y", "models--a--x-1", "datasets--a--x", "models--odd", ".locks", "version.txt"}) {
            Files.createDirectory(root.resolve(folder));
        }
        assertThat(new HubCache(root).repositories()).map(RepositoryId::toString).containsExactly("a/x-1", "b/y");
        assertThat(new HubCache(root.resolve("nowhere")).repositories()).isEmpty();
    }

    @Test
    void keepsWhichCommitARevisionIs() throws IOException {
        CachedRepository repository = new HubCache(root).repository(ID);
        assertThat(repository.commit("main")).isEmpty();
        assertThat(repository.commit(COMMIT)).contains(COMMIT);
        repository.writeRef("main", COMMIT);
        repository.writeRef("refs/pr/1", COMMIT);
        repository.writeRef(COMMIT, COMMIT);
        assertThat(repository.refs()).isEqualTo(Map.of("main", COMMIT, "refs/pr/1", COMMIT));
        assertThat(root.resolve("models--acme--model/refs/refs/pr/1")).hasContent(COMMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "../../../../etc/passwd", "0123456789012345678901234567890123456789x"})
    void aDamagedRefIsNoCommit(String contents) throws IOException {
        Path ref = root.resolve("models--acme--model/refs/main");
        Files.createDirectories(ref.getParent());
        Files.writeString(ref, contents);
        assertThat(new HubCache(root).repository(ID).commit("main")).isEmpty();
    }

    @Test
    void keepsWhichFilesACommitHas() {
        CachedRepository repository = new HubCache(root).repository(ID);
        RemoteFile small = new RemoteFile("a/b.json", 5, COMMIT, Optional.empty());
        RemoteFile large = new RemoteFile("w.safetensors", 7, COMMIT, Optional.of("a".repeat(64)));
        repository.writeTree(COMMIT, List.of(small, large));
        assertThat(repository.tree(COMMIT)).contains(Map.of("a/b.json", small, "w.safetensors", large));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"format_version\": 2, \"files\": {}}", "{\"format_version\": 1}",
        "{\"format_version\": 1, \"files\": {\"../x\": {\"size\": 1, \"blob_id\": \"0123456789012345678901234567890123456789\"}}}",
        "{\"format_version\": 1, \"files\": {\"x\": {\"size\": -1}}}"})
    void aDamagedListIsAsIfItWereNotThere(String contents) throws IOException {
        Path tree = root.resolve("models--acme--model/trees/" + COMMIT + ".json");
        Files.createDirectories(tree.getParent());
        Files.writeString(tree, contents);
        assertThat(new HubCache(root).repository(ID).tree(COMMIT)).isEmpty();
    }
}
