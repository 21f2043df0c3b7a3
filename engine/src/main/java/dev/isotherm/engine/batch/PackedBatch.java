package dev.isotherm.engine.batch;

import dev.isotherm.engine.temperature.PassTemperature;
import java.util.Arrays;
import java.util.List;

/**
 * Sequences laid end to end without padding; T tokens, B sequences, L layers.
 *
 * @param ids [T] token ids
 * @param typeIds [T] segment of each token
 * @param positions [T] position of each token in its own sequence, from 0
 * @param cuSeqlens [B+1] where each sequence starts; the last element is T
 * @param logitScale [L][B] the factor 1/τ on the attention logits of each sequence in each layer
 * @param unpooled [B] how many of a sequence's first tokens pooling passes over
 * @param wanted the same of all sequences
 */
public record PackedBatch(int[] ids, int[] typeIds, int[] positions, int[] cuSeqlens, float[][] logitScale, int[] unpooled, Wanted wanted) {

    /** Packs in the given order; equal lengths should stand together, since attention works on runs of them. */
    public static PackedBatch pack(List<Sequence> sequences, int layers) {
        if (sequences.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one sequence");
        }
        Wanted wanted = sequences.get(0).wanted();
        if (sequences.stream().anyMatch(sequence -> sequence.wanted() != wanted)) {
            throw new IllegalArgumentException("of all sequences of a batch the same is wanted");
        }
        int[] cuSeqlens = cuSeqlens(sequences);
        int tokens = cuSeqlens[sequences.size()];
        int[] ids = new int[tokens];
        int[] typeIds = new int[tokens];
        int[] positions = new int[tokens];
        for (int i = 0; i < sequences.size(); i++) {
            Sequence sequence = sequences.get(i);
            System.arraycopy(sequence.tokens().ids(), 0, ids, cuSeqlens[i], sequence.length());
            System.arraycopy(sequence.tokens().typeIds(), 0, typeIds, cuSeqlens[i], sequence.length());
            for (int position = 0; position < sequence.length(); position++) {
                positions[cuSeqlens[i] + position] = position;
            }
        }
        return new PackedBatch(ids, typeIds, positions, cuSeqlens, logitScale(sequences, layers),
                sequences.stream().mapToInt(sequence -> sequence.tokens().unpooled()).toArray(), wanted);
    }

    /** T. */
    public int tokens() {
        return ids.length;
    }

    /** B. */
    public int sequences() {
        return cuSeqlens.length - 1;
    }

    /** Whether pooling passes over any token. */
    public boolean hasUnpooled() {
        return Arrays.stream(unpooled).anyMatch(count -> count > 0);
    }

    public int length(int sequence) {
        return cuSeqlens[sequence + 1] - cuSeqlens[sequence];
    }

    private static int[] cuSeqlens(List<Sequence> sequences) {
        int[] starts = new int[sequences.size() + 1];
        for (int i = 0; i < sequences.size(); i++) {
            starts[i + 1] = Math.addExact(starts[i], sequences.get(i).length());
        }
        return starts;
    }

    private static float[][] logitScale(List<Sequence> sequences, int layers) {
        float[][] scale = new float[layers][sequences.size()];
        for (int layer = 0; layer < layers; layer++) {
            for (int i = 0; i < sequences.size(); i++) {
                PassTemperature temperature = sequences.get(i).temperature();
                scale[layer][i] = (float) (1 / temperature.at(sequences.get(i).length(), layer, layers));
            }
        }
        return scale;
    }
}
