package dev.isotherm.engine.pooling;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is taken out of a vector of length 1 before it leaves: a mean of such vectors, and the directions that most of them share
 * (all-but-the-top, arXiv 1702.01417): {@code x − μ − Σ ((x − μ)·u)·u}.
 *
 * @param mean μ: [D]
 * @param directions orthonormal u: [k][D], k ≥ 0
 */
public record Centring(float[] mean, float[][] directions) {

    public static final int MAX_DIRECTIONS = 64;

    /** Of a vector's length; below is what float32 cannot tell. */
    private static final double ROUNDING = 1e-6;

    public Centring {
        boolean sound = mean.length > 0 && directions.length <= MAX_DIRECTIONS && Vectors.isFinite(mean);
        for (float[] direction : directions) {
            sound &= direction.length == mean.length && Vectors.isFinite(direction);
        }
        if (!sound) {
            throw new IllegalArgumentException("a centring has a mean of finite numbers, and at most %d directions of its length"
                    .formatted(MAX_DIRECTIONS));
        }
    }

    /**
     * A new vector, unnormalised. Where nothing is left but rounding it is 0: scaled to length 1, that would pass for a text's vector.
     *
     * @param vector of length 1
     */
    public float[] apply(float[] vector) {
        float[] centred = new float[vector.length];
        for (int i = 0; i < centred.length; i++) {
            centred[i] = vector[i] - mean[i];
        }
        for (float[] direction : directions) {
            double along = 0;
            for (int i = 0; i < centred.length; i++) {
                along += (double) centred[i] * direction[i];
            }
            for (int i = 0; i < centred.length; i++) {
                centred[i] -= (float) (along * direction[i]);
            }
        }
        return isRounding(centred) ? new float[centred.length] : centred;
    }

    private static boolean isRounding(float[] left) {
        double squares = 0;
        for (float number : left) {
            squares += (double) number * number;
        }
        return squares < ROUNDING * ROUNDING;
    }

    /** Names these numbers: SHA-256, hexadecimal. */
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            update(digest, mean);
            for (float[] direction : directions) {
                update(digest, direction);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, float[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + numbers.length * Float.BYTES).putInt(numbers.length);
        for (float number : numbers) {
            bytes.putFloat(number);
        }
        digest.update(bytes.array());
    }
}
