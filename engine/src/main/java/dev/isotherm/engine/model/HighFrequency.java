package dev.isotherm.engine.model;

/** The part of a token signal that is not common to all tokens of a sequence. */
final class HighFrequency {

    private HighFrequency() {}

    /**
     * @param tokens [R, H]
     * @param cuSeqlens [B+1]
     * @return [B], {@code ‖X − mean‖/‖X‖} in Frobenius norms; 0 where all is zero
     */
    static double[] of(float[][] tokens, int[] cuSeqlens) {
        double[] shares = new double[cuSeqlens.length - 1];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = of(tokens, cuSeqlens[i], cuSeqlens[i + 1]);
        }
        return shares;
    }

    /** {@code ‖X − mean‖² = ‖X‖² − n‖mean‖²}. */
    private static double of(float[][] tokens, int from, int to) {
        double all = 0;
        double common = 0;
        for (int column = 0; column < tokens[from].length; column++) {
            double sum = 0;
            for (int row = from; row < to; row++) {
                sum += tokens[row][column];
                all += (double) tokens[row][column] * tokens[row][column];
            }
            common += sum * sum / (to - from);
        }
        return all == 0 ? 0 : Math.sqrt(Math.max(0, all - common) / all);
    }
}
