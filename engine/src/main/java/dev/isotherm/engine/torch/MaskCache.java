package dev.isotherm.engine.torch;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** What is added to the scores of one batch, kept from layer to layer, since layers mostly share it: for one thread, freed with the batch. */
final class MaskCache implements AutoCloseable {

    /** Elements that are kept at most, 64 MB: those of long texts are made anew instead. */
    private static final long MOST = 1 << 24;

    /**
     * What decides a mask.
     *
     * @param inverseTemperatures of the sequences, where they matter
     * @param length of each sequence
     * @param from the first query
     */
    record Key(AttentionShape shape, FloatBuffer inverseTemperatures, int length, int from, int rows) {}

    private final Map<Key, Tensor> masks = new HashMap<>();
    private long elements;

    /**
     * @param size elements of the mask
     * @param maker makes it when it is not there
     */
    Tensor mask(Key key, long size, Supplier<Tensor> maker) {
        if (!masks.containsKey(key) && elements + size > MOST) {
            return maker.get();
        }
        return masks.computeIfAbsent(key, absent -> {
            elements += size;
            return Tensors.kept(maker);
        });
    }

    @Override
    public void close() {
        masks.values().forEach(Tensor::close);
        masks.clear();
    }
}
