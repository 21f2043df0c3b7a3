package dev.isotherm.engine.hub.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that a hub could have, and names and paths that lead elsewhere. */
class RepositoryIdTest {

    private static final String SHA1 = "0123456789012345678901234567890123456789";

    @ParameterizedTest
    @ValueSource(strings = {"BAAI/bge-m3", "sentence-transformers/all-MiniLM-L6-v2", "a/b", "x1/y_2.z"})
    void acceptsNames(String name) {
        assertThat(RepositoryId.of(name).map(RepositoryId::toString)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/", "a/", "/a", "a/b/c", "../a", "a/..", "a--b/c", "a/b--c", ".a/b", "a/b.", "-a/b", "a b/c", "a/b?c",
        "a\\b/c", "a/b\u0000"})
    void refusesWhatIsNone(String name) {
        assertThat(RepositoryId.of(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/etc/passwd", "a/../../b", "a//b", "", ".", "a/", "a\\b", "C:/x", "a\u0000b", "a\nb"})
    void refusesPathsThatLeadElsewhere(String path) {
        assertThatThrownBy(() -> new RemoteFile(path, 1, SHA1, Optional.empty())).isInstanceOf(HubException.class);
    }

    @ParameterizedTest
    @CsvSource({"-1, " + SHA1 + ", ", "1, abc, ", "1, " + SHA1 + ", ../../x", "1, ../" + SHA1 + ", "})
    void refusesSizesAndHashesThatCannotBe(long size, String git, String large) {
        assertThatThrownBy(() -> new RemoteFile("a", size, git, Optional.ofNullable(large))).isInstanceOf(HubException.class);
    }
}
