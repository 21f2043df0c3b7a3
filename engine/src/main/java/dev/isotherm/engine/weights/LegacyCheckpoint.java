package dev.isotherm.engine.weights;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What torch.save wrote before 1.6: pickles of a magic number, a version, the machine, the state dict and the storages' keys, then
 * each storage as its number of elements and its bytes.
 */
final class LegacyCheckpoint {

    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final Long VERSION = 1001L;

    private LegacyCheckpoint() {}

    static TorchStateDict read(WeightsFile file) throws IOException {
        ByteBuffer start = file.read(0, (int) Math.min(file.size(), TorchStateDict.MAX_PICKLE));
        TorchObjects objects = new TorchObjects();
        PickleReader pickles = new PickleReader(start, objects);
        if (!MAGIC.equals(pickles.read()) || !VERSION.equals(pickles.read())) {
            throw new WeightsException("is a pickle, but no checkpoint that torch.save wrote; convert it to safetensors");
        }
        if (!Boolean.TRUE.equals(PickleValues.map(pickles.read()).get("little_endian"))) {
            throw new WeightsException("was written on a big-endian machine; convert it to safetensors");
        }
        Object pickled = pickles.read();
        List<Object> keys = PickleValues.list(pickles.read());
        return TorchStateDict.of(pickled, extents(file, start.position(), keys, objects.storages()));
    }

    private static Map<String, Extent> extents(WeightsFile file, long start, List<Object> keys, Map<String, TorchStorage> storages)
            throws IOException {
        Map<String, Extent> extents = new HashMap<>();
        long next = start;
        for (Object key : keys) {
            TorchStorage storage = storages.get(PickleValues.text(key));
            if (storage == null) {
                throw PickleValues.missing("the key of a storage");
            }
            Extent extent = new Extent(next + Long.BYTES, storage.bytes());
            if (!extent.isWithin(file.size()) || file.read(next, Long.BYTES).getLong() != storage.elements()) {
                throw new WeightsException("its storage %s is not as long as its pickle says; it is truncated or broken"
                        .formatted(Shown.of(storage.key())));
            }
            extents.put(storage.key(), extent);
            next = extent.begin() + extent.bytes();
        }
        return extents;
    }
}
