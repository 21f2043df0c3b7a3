package dev.isotherm.engine.model;

/**
 * The numbers of a model that the rest of the engine asks for.
 *
 * @param hidden H, of the last layer's rows
 * @param types token types that inputs may have; 0 where the model does not look at them
 * @param positions tokens of the longest text that the model has positions for; 0 for no such bound
 * @param inner width of the feed-forward layer
 */
record ModelSize(int hidden, int layers, int vocabulary, int types, int positions, int inner) {

    /** Elements that live at once for each token: hidden states, queries, keys, values, inner layer. */
    long rowElements() {
        return 6L * hidden + 2L * inner;
    }
}
