package dev.isotherm.engine.torch;

import dev.isotherm.engine.torch.Ops.Run;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Attention of one run in blocks of sequences, heads and query rows, so that each block's scores [b·h, rows, n] stay within a
 * bound: the three steps then pass data through the cache, and no length asks for memory by its square. A scale that all sequences
 * share costs nothing, since the product of queries and keys takes it along.
 *
 * @param qkv [T, 3H]
 * @param context [T, H], written to
 * @param scales one for each sequence of the run
 * @param maxScores elements of a block's score matrices
 */
record BlockedAttention(Tensor qkv, Tensor context, int heads, Run run, float[] scales, long maxScores) {

    private static final MemoryFormatOptional NO_FORMAT = new MemoryFormatOptional();

    void attend() {
        long n = run.length();
        float common = commonScale();
        int sequenceStep = (int) Math.max(1, Math.min(run.sequences(), maxScores / (heads * n * n)));
        int headStep = sequenceStep > 1 ? heads : (int) Math.max(1, Math.min(heads, maxScores / (n * n)));
        for (int sequence = 0; sequence < run.sequences(); sequence += sequenceStep) {
            for (int head = 0; head < heads; head += headStep) {
                try (PointerScope temporaries = new PointerScope()) {
                    int sequences = Math.min(sequenceStep, run.sequences() - sequence);
                    attend(run.start() + sequence * n, sequences, head, Math.min(headStep, heads - head), common);
                }
            }
        }
    }

    /** The scale of all sequences; where they differ, the queries are scaled by themselves, in float32 as the reference does. */
    private float commonScale() {
        for (float scale : scales) {
            if (scale != scales[0]) {
                scaleQueries();
                return 1;
            }
        }
        return scales[0];
    }

    /** In place: nobody else reads the queries. */
    private void scaleQueries() {
        try (PointerScope temporaries = new PointerScope()) {
            qkv.narrow(0, run.start(), run.rows()).narrow(1, 0, context.size(1))
                    .unflatten(0, run.sequences(), run.length())
                    .mul_(Tensors.column(scales, qkv.device()).unsqueeze(2));
        }
    }

    /** {@code sequences} sequences from row {@code start} on, {@code headCount} heads from {@code firstHead} on. */
    private void attend(long start, int sequences, int firstHead, int headCount, float scale) {
        long n = run.length();
        long size = context.size(1) / heads;
        Tensor parts = qkv.narrow(0, start, sequences * n).view(sequences, n, 3, heads, size)
                .narrow(3, firstHead, headCount)
                .permute(2, 0, 3, 1, 4)
                .contiguous()
                .view(3, sequences * headCount, n, size);
        Tensor keys = parts.select(0, 1).transpose(1, 2);
        Tensor target = context.narrow(0, start, sequences * n).view(sequences, n, heads, size).narrow(2, firstHead, headCount);
        long rowStep = Math.max(1, Math.min(n, maxScores / (sequences * headCount * n)));
        for (long row = 0; row < n; row += rowStep) {
            try (PointerScope temporaries = new PointerScope()) {
                long rows = Math.min(rowStep, n - row);
                Tensor weights = softmax(parts.select(0, 0).narrow(1, row, rows), keys, scale);
                Tensor mixed = torch.bmm(weights, parts.select(0, 2)).view(sequences, headCount, rows, size);
                target.narrow(1, row, rows).copy_(mixed.transpose(1, 2));
            }
        }
    }

    /** {@code softmax(Q·K·scale)}; with β = 0 what is to be added is not looked at. */
    private static Tensor softmax(Tensor queries, Tensor keys, float scale) {
        Tensor scores = torch.empty(new long[] {queries.size(0), queries.size(1), keys.size(2)}, queries.options(), NO_FORMAT);
        torch.baddbmm_out(scores, scores, queries, keys, new Scalar(0.0), new Scalar(scale));
        return torch.softmax_out(scores, scores, -1);
    }
}
