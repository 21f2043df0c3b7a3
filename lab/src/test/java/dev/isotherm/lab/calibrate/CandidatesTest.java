package dev.isotherm.lab.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.lab.policy.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {

    @Test
    void thereAreSomeOfEachKind() {
        List<String> candidates = texts(new int[] {100, 200, 300}, false);
        assertThat(candidates).contains("0.8", "log:64", "ranges:1=1.0,200=0.7", "first-half:0.5", "last:4:0.5", "blend:1.0,0.5",
                "1.0+centre", "1.0+abtt:1", "blend:1.0,0.5+centre").doesNotContain("1.0").doesNotHaveDuplicates();
    }

    @Test
    void readingDocumentsWholeIsTriedWhereTheyAreCut() {
        assertThat(texts(new int[] {100, 200, 300}, true)).noneMatch(text -> text.endsWith("+mean") || text.endsWith("+late"));
        assertThat(texts(new int[] {100, 200, 900}, false)).contains("1.0+mean").doesNotContain("1.0+late");
        assertThat(texts(new int[] {100, 200, 900}, true)).contains("1.0+mean", "1.0+late", "1.0+centre+mean");
    }

    private static List<String> texts(int[] tokens, boolean late) {
        return Candidates.of(tokens, 512, 12, late).stream().map(Policy::toString).toList();
    }
}
