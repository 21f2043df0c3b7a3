package dev.isotherm.lab.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.lab.data.Collection;
import dev.isotherm.lab.data.DataException;
import dev.isotherm.lab.data.Document;
import dev.isotherm.lab.data.Query;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PseudoQueriesTest {

    @Test
    void titlesAskForTheirBodiesAndNoDocumentKeepsItsTitle() {
        List<Document> corpus = IntStream.range(0, 10).mapToObj(i -> new Document("d" + i, "Title " + i, "Body of number " + i + ".", "g")).toList();
        Collection made = PseudoQueries.of("some", corpus, 4, 1);
        assertThat(made.queries()).hasSize(4);
        for (Query query : made.queries()) {
            String document = query.id().substring("q-".length());
            assertThat(query.text()).isEqualTo("Title " + document.substring(1));
            assertThat(query.group()).isEqualTo("g");
            assertThat(made.qrels().get(query.id())).containsOnlyKeys(document).containsValue(1);
        }
        assertThat(made.corpus()).hasSize(10).allMatch(document -> document.joined().startsWith("Body of number"));
    }

    @Test
    void aSentenceAsksForWhatIsLeftOfItsDocument() {
        List<Document> corpus = IntStream.range(0, 6).mapToObj(i -> new Document("d" + i, "",
                "This is the first sentence of %d. Here is the second one of %d. And there is a third of %d.".formatted(i, i, i), "")).toList();
        Collection made = PseudoQueries.of("some", corpus, 100, 7);
        assertThat(made.queries()).hasSize(6);
        for (Query query : made.queries()) {
            int index = Integer.parseInt(query.id().substring("q-d".length()));
            String whole = corpus.get(index).text();
            String rest = made.corpus().get(index).text();
            assertThat(whole).contains(query.text());
            assertThat(rest).doesNotContain(query.text());
            assertThat(new HashSet<>(List.of((rest + " " + query.text()).split("\\s+")))).isEqualTo(new HashSet<>(List.of(whole.split("\\s+"))));
        }
    }

    /** Old collections have no capitals, by which sentences are told elsewhere. */
    @Test
    void sentencesNeedNoCapitals() {
        List<Document> corpus = IntStream.range(0, 6).mapToObj(i -> new Document("d" + i, "",
                "experimental study of wing number %d . it was made in a slipstream of air . the results were part of a basis .".formatted(i), "")).toList();
        Collection made = PseudoQueries.of("old", corpus, 100, 1);
        assertThat(made.queries()).hasSize(6).allSatisfy(query -> assertThat(query.text()).endsWith("."));
        assertThat(made.corpus()).allSatisfy(document -> assertThat(made.queries().stream().filter(query -> query.id().equals("q-" + document.id())))
                .allSatisfy(query -> assertThat(document.text()).doesNotContain(query.text())));
    }

    @Test
    void theSameSeedMakesTheSame() {
        List<Document> corpus = IntStream.range(0, 30).mapToObj(i -> new Document("d" + i, "Title " + i, "Body " + i, "")).toList();
        assertThat(PseudoQueries.of("some", corpus, 5, 3).queries()).isEqualTo(PseudoQueries.of("some", corpus, 5, 3).queries());
        assertThat(PseudoQueries.of("some", corpus, 5, 3).queries()).isNotEqualTo(PseudoQueries.of("some", corpus, 5, 4).queries());
    }

    @Test
    void textsOfOneSentenceMakeNone() {
        List<Document> corpus = List.of(new Document("a", "", "One sentence and no more.", ""), new Document("b", "", "Another one.", ""));
        assertThatThrownBy(() -> PseudoQueries.of("short", corpus, 5, 1)).isInstanceOf(DataException.class)
                .hasMessage("short: no queries can be made out of it; documents need titles, or 3 sentences and more");
    }
}
