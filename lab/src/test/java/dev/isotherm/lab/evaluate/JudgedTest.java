package dev.isotherm.lab.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.lab.data.Collection;
import dev.isotherm.lab.data.Document;
import dev.isotherm.lab.data.Query;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JudgedTest {

    private static final Judged JUDGED = Judged.of(new Collection("tea",
            List.of(document("d0", "", "green", "x"), document("d1", "Black", "tea", "x"), document("d2", "", "mint", "y"), document("q1", "", "mate", "y")),
            List.of(new Query("q0", "which tea", "x"), new Query("q1", "mate", "y")),
            Map.of("q0", Map.of("d0", 2, "d1", 0), "q1", Map.of("d2", 1))));

    @Test
    void rankedDocumentsHaveTheirGradesAndOthersNone() {
        assertThat(JUDGED.graded(0, new int[] {3, 0, 1})).containsExactly(0, 2, 0);
        assertThat(JUDGED.graded(1, new int[] {0, 2})).containsExactly(0, 1);
        assertThat(JUDGED.allGrades(0)).containsExactlyInAnyOrder(2, 0);
    }

    @Test
    void documentsOfAnotherGroupAreNoCandidates() {
        assertThat(candidates(JUDGED, 0)).containsExactly(0, 1);
        assertThat(candidates(JUDGED, 1)).as("nor is the query itself").containsExactly(2);
    }

    /** Quora's queries are documents too; elsewhere queries and documents are merely numbered alike. */
    @Test
    void aDocumentIsTheQueryItselfByIdAndText() {
        List<Document> corpus = List.of(document("1", "Black", "tea", ""), document("2", "Black", "tea", ""), document("3", "", "other", ""));
        Judged judged = Judged.of(new Collection("tea", corpus,
                List.of(new Query("1", "Black tea", ""), new Query("2", "tea", ""), new Query("3", "what is tea", "")),
                Map.of("1", Map.of("2", 1), "2", Map.of("1", 1), "3", Map.of("1", 1))));
        assertThat(candidates(judged, 0)).as("by title and text").containsExactly(1, 2);
        assertThat(candidates(judged, 1)).as("by text").containsExactly(0, 2);
        assertThat(candidates(judged, 2)).as("another text of the same id").containsExactly(0, 1, 2);
    }

    @Test
    void theRelevantLengthIsTheMeanOfRelevantDocumentsAlone() {
        Judged judged = Judged.of(new Collection("tea", JUDGED.collection().corpus(), List.of(new Query("q0", "tea", "x")),
                Map.of("q0", Map.of("d0", 1, "d1", 2, "d2", 0))));
        assertThat(judged.relevantLength(0, new int[] {10, 21, 1000, 5})).isEqualTo(15.5);
    }

    @Test
    void aFitSeesDocumentsThatTheseQueriesAreNotJudgedOn() {
        assertThat(JUDGED.unjudged(IntStream.of(0), 2)).as("graded 0 is judged").containsExactly(2, 3);
        assertThat(JUDGED.unjudged(IntStream.of(1), 2)).containsExactly(0, 1, 3);
        assertThat(JUDGED.unjudged(IntStream.of(0, 1), 1)).containsExactly(3);
    }

    @Test
    void aFitSeesAllWhereTooFewAreLeft() {
        assertThat(JUDGED.unjudged(IntStream.of(0), 3)).containsExactly(0, 1, 2, 3);
    }

    private static List<Integer> candidates(Judged judged, int query) {
        return IntStream.range(0, judged.collection().corpus().size()).filter(document -> judged.isCandidate(query, document)).boxed().toList();
    }

    private static Document document(String id, String title, String text, String group) {
        return new Document(id, title, text, group);
    }
}
