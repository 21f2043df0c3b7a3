package dev.isotherm.server.http;

import dev.isotherm.server.http.Scores.Ranked;
import dev.isotherm.server.service.RequestException;
import dev.isotherm.server.service.ScoreResult;
import java.util.List;

/** What the dialects of reranking have in common. */
final class RerankFields {

    private RerankFields() {}

    /** How many results are wanted; all when the request does not say. */
    static int topN(RequestFields fields, int documents) {
        int wanted = fields.count("top_n").orElse(documents);
        if (wanted < 1 && documents > 0) {
            throw RequestException.invalid("top_n", Integer.toString(wanted), "1 and more");
        }
        return wanted;
    }

    /** The best, greatest score first. */
    static List<Ranked> ranked(ScoreResult result, boolean raw, int atMost) {
        float[] scores = new float[result.logits().size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Scores.of(result.logits().get(i), raw)[0];
        }
        return Scores.ranked(scores).stream().limit(atMost).toList();
    }
}
