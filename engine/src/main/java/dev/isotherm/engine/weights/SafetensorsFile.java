package dev.isotherm.engine.weights;

import dev.isotherm.engine.weights.SafetensorsHeader.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** A safetensors file: eight bytes of header length, a JSON header, then the data. Only the header is read at once. */
public final class SafetensorsFile implements Weights {

    private final WeightsFile file;
    private final SafetensorsHeader header;
    private final long dataStart;

    private SafetensorsFile(WeightsFile file) throws IOException {
        this.file = file;
        long headerBytes = headerLength();
        this.dataStart = Long.BYTES + headerBytes;
        byte[] json = file.read(Long.BYTES, (int) headerBytes).array();
        this.header = SafetensorsHeader.parse(file.path(), json, file.size() - dataStart);
    }

    /**
     * @throws WeightsException when the file is missing, truncated, or its header contradicts it
     */
    public static SafetensorsFile open(Path file) {
        return WeightsFile.open(file, SafetensorsFile::new);
    }

    @Override
    public Set<String> names() {
        return header.entries().keySet();
    }

    @Override
    public StoredTensor tensor(String name) {
        Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new WeightsException("%s: has no tensor %s".formatted(file.path(), name));
        }
        TensorData data = file.data(name, dataStart + entry.begin(), entry.end() - entry.begin());
        return new StoredTensor(name, type(entry), entry.shape(), data);
    }

    @Override
    public void close() {
        file.close();
    }

    private StoredType type(Entry entry) {
        return switch (entry.type()) {
            case "F32" -> StoredType.FLOAT32;
            case "F16" -> StoredType.FLOAT16;
            case "BF16" -> StoredType.BFLOAT16;
            default -> throw new WeightsException("%s: tensor %s is %s, supported are F32, F16, BF16"
                    .formatted(file.path(), entry.name(), entry.type()));
        };
    }

    private long headerLength() throws IOException {
        long available = file.size() - Long.BYTES;
        if (available < 0) {
            throw new WeightsException("%s: has %d bytes, too few for a safetensors file".formatted(file.path(), file.size()));
        }
        long claimed = file.read(0, Long.BYTES).getLong();
        if (claimed < 0 || claimed > Math.min(available, SafetensorsHeader.MAX_BYTES)) {
            throw new WeightsException("%s: claims a header of %s bytes, the file has %d after the length"
                    .formatted(file.path(), Long.toUnsignedString(claimed), available));
        }
        return claimed;
    }
}
