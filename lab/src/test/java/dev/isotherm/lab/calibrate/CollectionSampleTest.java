package dev.isotherm.lab.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.lab.data.Collection;
import dev.isotherm.lab.data.Document;
import dev.isotherm.lab.data.Query;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CollectionSampleTest {

    private static final Collection COLLECTION = collection("some", 40, 10);

    @Test
    void whatIsSmallEnoughStays() {
        assertThat(CollectionSample.of(COLLECTION, 10, 40, 1)).isSameAs(COLLECTION);
    }

    @Test
    void judgedDocumentsStayAndOthersFillTheRoom() {
        Collection sample = CollectionSample.of(COLLECTION, 4, 12, 1);
        assertThat(sample.queries()).hasSize(4);
        assertThat(sample.corpus()).hasSize(12);
        assertThat(sample.qrels()).containsOnlyKeys(sample.queries().stream().map(Query::id).toList());
        assertThat(sample.corpus().stream().map(Document::id).toList())
                .containsAll(sample.qrels().values().stream().flatMap(judged -> judged.keySet().stream()).toList());
    }

    @Test
    void judgedDocumentsStayEvenBeyondTheRoom() {
        assertThat(CollectionSample.of(COLLECTION, 10, 3, 1).corpus()).hasSize(10);
    }

    @Test
    void severalBecomeOneInWhichEachIsAGroupOfItsOwn() {
        Collection merged = CollectionSample.merged(List.of(collection("a", 3, 2), collection("b", 4, 1)));
        assertThat(merged.name()).isEqualTo("a + b");
        assertThat(merged.corpus()).extracting(Document::id).containsExactly("0/d0", "0/d1", "0/d2", "1/d0", "1/d1", "1/d2", "1/d3");
        assertThat(merged.queries()).extracting(Query::group).containsExactly("0/", "0/", "1/");
        assertThat(merged.qrels().get("1/q0")).isEqualTo(Map.of("1/d0", 1));
    }

    private static Collection collection(String name, int documents, int queries) {
        return new Collection(name,
                IntStream.range(0, documents).mapToObj(i -> new Document("d" + i, "", "text " + i, "")).toList(),
                IntStream.range(0, queries).mapToObj(i -> new Query("q" + i, "query " + i, "")).toList(),
                IntStream.range(0, queries).boxed().collect(Collectors.toMap(i -> "q" + i, i -> Map.of("d" + i, 1))));
    }
}
