package dev.isotherm.engine.weights;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tensors of a checkpoint, checked against the file before a byte of data is touched: each lies in its storage, each storage
 * in the file.
 *
 * @param storages where each storage lies, by key
 */
record TorchStateDict(Map<String, TorchTensor> tensors, Map<String, Extent> storages) {

    /** Bytes of a pickle; a tensor takes about 200. */
    static final int MAX_PICKLE = 16 << 20;

    /**
     * @param pickled what the pickle made
     * @throws WeightsException when that is no state dict, or the storages are too few or too short for it
     */
    static TorchStateDict of(Object pickled, Map<String, Extent> storages) {
        if (!(pickled instanceof Map<?, ?>)) {
            throw new WeightsException("holds no dictionary of tensors; save the model's state_dict(), best as safetensors");
        }
        TorchStateDict dict = new TorchStateDict(new LinkedHashMap<>(), storages);
        PickleValues.map(pickled).forEach(dict::add);
        return dict;
    }

    private void add(String name, Object value) {
        if (value instanceof Map<?, ?>) {
            throw new WeightsException("holds another dictionary under '%s'; only a state dict by itself is read: save that, best as safetensors"
                    .formatted(Shown.of(name)));
        }
        if (value instanceof TorchTensor tensor) {
            requireStorage(name, tensor.storage());
            tensor.requireWithinStorage(name);
            tensors.put(name, tensor);
        }
    }

    private void requireStorage(String name, TorchStorage storage) {
        Extent extent = storages.get(storage.key());
        if (extent == null || extent.bytes() < storage.bytes()) {
            throw new WeightsException("tensor %s needs %d bytes of storage %s, the file has %d".formatted(
                    Shown.of(name), storage.bytes(), Shown.of(storage.key()), extent == null ? 0 : extent.bytes()));
        }
    }
}
