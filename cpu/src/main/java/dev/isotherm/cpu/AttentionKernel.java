package dev.isotherm.cpu;

import com.sun.jna.Function;
import com.sun.jna.Pointer;

/**
 * Self-attention within each sequence of a packed batch, {@code softmax(QKᵀ·s)·V} for every head: {@code attention.c}. Lengths
 * need no padding and may differ, as may the scales s.
 */
public final class AttentionKernel {

    /** Query rows of a sequence that one thread takes at a time: a long text is shared among threads. */
    private static final int ROWS = 128;

    private static final int ITEM_BYTES = 24;

    /** More than any variant's vectors and keys at a time; sizes of memory are rounded up to it. */
    private static final long STEP = 32;

    private final Function function;

    AttentionKernel(Function function) {
        this.function = function;
    }

    /**
     * Where the data lies, in the kernel's dtype.
     *
     * @param qkv address of [T, 3·heads·headSize]: queries, keys, values
     * @param context address of [T, heads·headSize]; rows that are in no sequence are left alone
     */
    public record Data(long qkv, long context, int heads, int headSize) {}

    /**
     * @param cuSeqlens where sequences begin and end: [sequences + 1]
     * @param scales one for each sequence
     */
    public void attend(Data data, int[] cuSeqlens, float[] scales, Team team) {
        long scratchBytes = scratchBytes(longest(cuSeqlens), data.headSize());
        long items = items(cuSeqlens);
        try (Room item = new Room(items * ITEM_BYTES);
                Room scratch = new Room(scratchBytes * team.threads());
                Argument argument = Argument.of(
                        0L, 0L, items, item.start(), data.qkv(), data.context(), (long) data.heads(), (long) data.headSize(),
                        scratch.start(), scratchBytes)) {
            write(item.start(), cuSeqlens, scales);
            team.run(function, argument.pointer());
        }
    }

    private static void write(Pointer item, int[] cuSeqlens, float[] scales) {
        long at = 0;
        for (int i = 0; i < scales.length; i++) {
            int length = cuSeqlens[i + 1] - cuSeqlens[i];
            for (int row = 0; row < length; row += ROWS) {
                item.setInt(at, cuSeqlens[i]);
                item.setInt(at + 4, length);
                item.setInt(at + 8, row);
                item.setInt(at + 12, Math.min(ROWS, length - row));
                item.setFloat(at + 16, scales[i]);
                at += ITEM_BYTES;
            }
        }
    }

    private static int items(int[] cuSeqlens) {
        int items = 0;
        for (int i = 1; i < cuSeqlens.length; i++) {
            items += (cuSeqlens[i] - cuSeqlens[i - 1] + ROWS - 1) / ROWS;
        }
        return items;
    }

    private static int longest(int[] cuSeqlens) {
        int longest = 0;
        for (int i = 1; i < cuSeqlens.length; i++) {
            longest = Math.max(longest, cuSeqlens[i] - cuSeqlens[i - 1]);
        }
        return longest;
    }

    /** A vector of scores for each key, a word for each element of queries, keys and values, all at their largest. */
    private static long scratchBytes(long length, long headSize) {
        long keys = (length + STEP - 1) / STEP * STEP;
        long columns = (headSize + STEP - 1) / STEP * STEP;
        return keys * 64 + columns * 64 + 2 * keys * columns * 4;
    }
}
