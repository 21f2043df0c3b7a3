package dev.isotherm.engine.weights;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What torch.save writes since 1.6: a zip file with data.pkl, the state dict, and data/KEY for each storage, below one root. */
final class ZippedCheckpoint {

    private static final String PICKLE = "/data.pkl";
    private static final String LITTLE_ENDIAN = "little";

    private ZippedCheckpoint() {}

    static TorchStateDict read(WeightsFile file) throws IOException {
        Map<String, Extent> entries = StoredZip.entries(file);
        String root = root(entries);
        if (entries.containsKey(root + "/byteorder")) {
            requireLittleEndian(file, entries.get(root + "/byteorder"));
        }
        Extent pickle = entries.get(root + PICKLE);
        if (pickle.bytes() > TorchStateDict.MAX_PICKLE) {
            throw new WeightsException("its pickle has %d bytes, at most %d are read".formatted(pickle.bytes(), TorchStateDict.MAX_PICKLE));
        }
        PickleReader reader = new PickleReader(file.read(pickle.begin(), (int) pickle.bytes()), new TorchObjects());
        return TorchStateDict.of(reader.read(), storages(entries, root + "/data/"));
    }

    private static String root(Map<String, Extent> entries) {
        List<String> pickles = entries.keySet().stream().filter(name -> name.endsWith(PICKLE)).toList();
        if (pickles.size() != 1) {
            throw new WeightsException("is a zip file with %d entries called data.pkl; a checkpoint has one".formatted(pickles.size()));
        }
        return pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
    }

    /** Files from before 2.1 do not say so, and are. */
    private static void requireLittleEndian(WeightsFile file, Extent order) throws IOException {
        String name = StandardCharsets.US_ASCII.decode(file.read(order.begin(), (int) Math.min(order.bytes(), 100))).toString();
        if (!name.equals(LITTLE_ENDIAN)) {
            throw new WeightsException("its byte order is '%s', only '%s' is read; convert it to safetensors"
                    .formatted(Shown.of(name), LITTLE_ENDIAN));
        }
    }

    private static Map<String, Extent> storages(Map<String, Extent> entries, String folder) {
        Map<String, Extent> storages = new HashMap<>();
        entries.forEach((name, extent) -> {
            if (name.startsWith(folder)) {
                storages.put(name.substring(folder.length()), extent);
            }
        });
        return storages;
    }
}
