package dev.isotherm.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoredPairTest {

    private static final String GOOD = "{\"score\": 2.5, \"s1\": \"a cup\", \"s2\": \"a mug\"}\n";

    @TempDir
    Path folder;

    @Test
    void readsAFileOrItsFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("pairs.jsonl"), GOOD + "{\"score\": 0, \"s1\": \"\", \"s2\": \"b\"}");
        assertThat(ScoredPair.read(file))
                .containsExactly(new ScoredPair("a cup", "a mug", 2.5), new ScoredPair("", "b", 0))
                .isEqualTo(ScoredPair.read(folder));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'score': '5', 's1': 'a', 's2': 'b'}    | line 2: score is a string, it must be a finite number",
        "{'score': 1e999, 's1': 'a', 's2': 'b'}  | line 2: score is Infinity, it must be a finite number",
        "{'s1': 'a', 's2': 'b'}                  | line 2: score is missing, it must be a finite number",
        "{'score': 1, 's1': 'a'}                 | line 2: s2 is missing, it must be a string",
        "{'score': NaN, 's1': 'a', 's2': 'b'}    | line 2: not JSON",
        "                                        | has 1 pairs; a rank correlation needs at least 2",
    })
    void refuses(String line, String message) throws IOException {
        Path file = folder.resolve("pairs.jsonl");
        Files.writeString(file, GOOD + (line == null ? "" : line.replace('\'', '"')));
        assertThatThrownBy(() -> ScoredPair.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("pairs.jsonl " + message);
    }

    @Test
    void saysWhatIsExpectedWhereNothingIs() {
        assertThatThrownBy(() -> ScoredPair.read(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("pairs.jsonl is not there; expected are JSON lines with score, s1 and s2");
    }
}
