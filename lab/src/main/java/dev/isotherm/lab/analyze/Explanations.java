package dev.isotherm.lab.analyze;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How to read the numbers, as the report says it. */
final class Explanations {

    static final String RULE = String.format(Locale.ROOT, """
            Compared are the shortest and the longest length bin with at least %d texts. Embeddings collapse when the mean pairwise cosine rises by %.2f \
            or more, the centred cosine by %.2f or more, and the effective rank falls by %.0f %% or more, each with a 95 %% confidence interval that \
            leaves out 0 (bootstrap over texts). When only one of the last two goes along there are signs of collapse; when neither does, \
            the raw cosine alone rises, which it also does when averaging over more tokens leaves more of what all vectors have in common. \
            A strong rise of the raw cosine by itself lifts the centred one a little too, so that it alone is a sign and no proof.

            Different lengths are different texts: when long ones are about fewer things than short ones, they lie closer whatever the model does.""",
            LengthGroups.FEWEST, Trend.COSINE_RISE, Trend.CENTRED_RISE, 100 * Trend.RANK_FALL);

    static final String PLOTS = """
            Distance to the centre and raw cosine say the same of vectors of length 1: the one falls as the other rises.""";

    private Explanations() {}

    static String measures(LengthGroups groups) {
        String equal = groups.judged().isEmpty() ? "" : "Distance to the bin's own centre, effective rank and uniformity depend on how many vectors there are, so "
                + "they are of %d texts in each bin; a bin with fewer has none. ".formatted(Trend.comparedTexts(groups));
        return "Tokens are counted before anything is cut, with prompt and special tokens. The centred cosine is the cosine less the common centre: the mean over the "
                + "bins' means. " + equal
                + "Uniformity is better spread the lower it is. Bins with fewer than %d texts are not judged. ".formatted(LengthGroups.FEWEST)
                + "What +centre and +abtt take out was fitted on the other half of the texts.";
    }

    static String layers(List<LayerProfile> layers) {
        String texts = layers.stream().map(profile -> "%d texts of %s tokens".formatted(profile.texts(), profile.bin())).distinct()
                .collect(Collectors.joining(" and "));
        return ("Self-attention is a low-pass filter: it takes away what tells the tokens of a text apart, the more the more evenly it looks. The high-frequency part is what "
                + "is left of it behind each layer, the entropy says how evenly attention looks (1: at all tokens alike). Means over %s, read up to the window. "
                + "A blend stands as its members, each of which is a pass of its own.").formatted(texts);
    }
}
