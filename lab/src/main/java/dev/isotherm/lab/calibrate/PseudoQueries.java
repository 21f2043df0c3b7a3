package dev.isotherm.lab.calibrate;

import dev.isotherm.lab.data.Collection;
import dev.isotherm.lab.data.DataException;
import dev.isotherm.lab.data.Document;
import dev.isotherm.lab.data.Query;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Queries made out of a corpus that has none: titles, whose answers are their bodies; or sentences, whose answers are what is left of
 * their documents. They are easier than what people ask, and say less.
 */
public final class PseudoQueries {

    private static final int MIN_WORDS = 5;
    private static final int MAX_WORDS = 40;
    private static final int MIN_SENTENCES = 3;

    private static final Pattern END = Pattern.compile("(?<=[.!?]\\s)");

    private PseudoQueries() {}

    /**
     * @param most queries at most
     * @return a collection in which each query has one relevant document, without the words that were taken as the query
     * @throws DataException when hardly a document has a title or several sentences
     */
    public static Collection of(String name, List<Document> corpus, int most, long seed) {
        boolean titled = 2 * corpus.stream().filter(PseudoQueries::isTitled).count() >= corpus.size();
        List<Integer> order = new ArrayList<>(IntStream.range(0, corpus.size()).boxed().toList());
        Random random = new Random(seed);
        Collections.shuffle(order, random);
        List<Document> asked = new ArrayList<>(corpus);
        List<Query> queries = new ArrayList<>();
        Map<String, Map<String, Integer>> qrels = new HashMap<>();
        for (int index : order) {
            Document document = corpus.get(index);
            Optional<Split> split = queries.size() >= most ? Optional.empty() : titled ? title(document) : sentence(document, random);
            if (split.isPresent()) {
                asked.set(index, new Document(document.id(), "", split.get().rest(), document.group()));
                queries.add(new Query("q-" + document.id(), split.get().query(), document.group()));
                qrels.put("q-" + document.id(), Map.of(document.id(), 1));
            } else if (titled) {
                // Titles of other documents would give away which are asked for.
                asked.set(index, new Document(document.id(), "", document.text(), document.group()));
            }
        }
        if (queries.size() < 2) {
            throw new DataException("%s: no queries can be made out of it; documents need titles, or %d sentences and more"
                    .formatted(name, MIN_SENTENCES));
        }
        return new Collection(name, asked, queries, qrels);
    }

    private record Split(String query, String rest) {}

    private static boolean isTitled(Document document) {
        return !document.title().isBlank() && !document.text().isBlank();
    }

    private static Optional<Split> title(Document document) {
        return isTitled(document) ? Optional.of(new Split(document.title().strip(), document.text())) : Optional.empty();
    }

    private static Optional<Split> sentence(Document document, Random random) {
        List<String> sentences = sentences(document.joined());
        List<Integer> usable = IntStream.range(0, sentences.size()).boxed().filter(i -> isQuery(sentences.get(i))).toList();
        if (sentences.size() < MIN_SENTENCES || usable.isEmpty()) {
            return Optional.empty();
        }
        int chosen = usable.get(random.nextInt(usable.size()));
        List<String> rest = new ArrayList<>(sentences);
        return Optional.of(new Split(rest.remove(chosen).strip(), String.join("", rest).strip()));
    }

    private static boolean isQuery(String sentence) {
        int words = sentence.strip().split("\\s+").length;
        return words >= MIN_WORDS && words <= MAX_WORDS;
    }

    /** As a reader sees them; where that finds hardly any, as in texts without capitals, behind each mark that ends one. */
    private static List<String> sentences(String text) {
        List<String> sentences = readable(text);
        return sentences.size() < MIN_SENTENCES ? List.of(END.split(text)) : sentences;
    }

    private static List<String> readable(String text) {
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
        breaks.setText(text);
        List<String> sentences = new ArrayList<>();
        int from = breaks.first();
        for (int to = breaks.next(); to != BreakIterator.DONE; to = breaks.next()) {
            sentences.add(text.substring(from, to));
            from = to;
        }
        return sentences;
    }
}
