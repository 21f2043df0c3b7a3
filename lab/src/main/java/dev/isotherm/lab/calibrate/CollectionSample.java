package dev.isotherm.lab.calibrate;

import dev.isotherm.lab.data.Collection;
import dev.isotherm.lab.data.Document;
import dev.isotherm.lab.data.Query;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Collections made fit to be tried under a dozen policies. */
public final class CollectionSample {

    private CollectionSample() {}

    /**
     * Several collections as one, in which each query is ranked against the documents of its own.
     *
     * @param collections at least one
     */
    public static Collection merged(List<Collection> collections) {
        if (collections.size() == 1) {
            return collections.get(0);
        }
        List<Document> corpus = new ArrayList<>();
        List<Query> queries = new ArrayList<>();
        Map<String, Map<String, Integer>> qrels = new HashMap<>();
        for (int i = 0; i < collections.size(); i++) {
            String prefix = i + "/";
            Collection collection = collections.get(i);
            collection.corpus().forEach(d -> corpus.add(new Document(prefix + d.id(), d.title(), d.text(), prefix + d.group())));
            collection.queries().forEach(q -> queries.add(new Query(prefix + q.id(), q.text(), prefix + q.group())));
            collection.qrels().forEach((query, judged) -> {
                Map<String, Integer> renamed = new HashMap<>();
                judged.forEach((document, grade) -> renamed.put(prefix + document, grade));
                qrels.put(prefix + query, renamed);
            });
        }
        return new Collection(String.join(" + ", collections.stream().map(Collection::name).toList()), corpus, queries, qrels);
    }

    /**
     * Fewer queries, and fewer documents: all that are judged for these queries, and as many others by chance.
     *
     * @param mostQueries at least 1
     * @param mostDocuments of those that are not judged it takes what room is left
     */
    public static Collection of(Collection collection, int mostQueries, int mostDocuments, long seed) {
        if (collection.queries().size() <= mostQueries && collection.corpus().size() <= mostDocuments) {
            return collection;
        }
        List<Query> queries = chosen(collection.queries(), mostQueries, seed);
        Map<String, Map<String, Integer>> qrels = new HashMap<>();
        queries.forEach(query -> qrels.put(query.id(), collection.qrels().get(query.id())));
        Set<String> kept = new HashSet<>();
        qrels.values().forEach(judged -> kept.addAll(judged.keySet()));
        for (Document document : chosen(collection.corpus(), collection.corpus().size(), seed)) {
            if (kept.size() >= mostDocuments) {
                break;
            }
            kept.add(document.id());
        }
        return new Collection(collection.name(), collection.corpus().stream().filter(document -> kept.contains(document.id())).toList(),
                queries, qrels);
    }

    private static <T> List<T> chosen(List<T> items, int most, long seed) {
        List<T> shuffled = new ArrayList<>(items);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled.subList(0, Math.min(most, shuffled.size()));
    }
}
