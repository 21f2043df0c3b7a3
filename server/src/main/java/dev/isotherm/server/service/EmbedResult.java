package dev.isotherm.server.service;

import java.util.List;

/**
 * The answer to an {@link EmbedCall}, in the order of its inputs.
 *
 * @param fingerprint names the space of these vectors
 */
public record EmbedResult(List<Embedded> texts, String fingerprint, Timings timings) {

    /**
     * One embedded text.
     *
     * @param vectors its vector alone, or a vector for each of its tokens
     */
    public record Embedded(float[][] vectors, Counts counts) {

        /** The only one. */
        public float[] vector() {
            return vectors[0];
        }
    }

    /** Of all texts. */
    public List<Counts> counts() {
        return texts.stream().map(Embedded::counts).toList();
    }
}
