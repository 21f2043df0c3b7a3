package dev.isotherm.engine.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;

/**
 * A state dict as torch.save writes it: a zip file with a pickle of the tensors' names, shapes and places, and the storages beside
 * it; or what was written before 1.6. Nothing of the pickle is executed; see docs/decisions/pickle-without-execution.md.
 */
public final class TorchCheckpoint implements Weights {

    private static final byte PICKLE = (byte) 0x80;

    private final WeightsFile file;
    private final TorchStateDict dict;

    private TorchCheckpoint(WeightsFile file, TorchStateDict dict) {
        this.file = file;
        this.dict = dict;
    }

    /**
     * @throws WeightsException when the file is missing, truncated, contradicts itself, or asks for more than weights need
     */
    public static TorchCheckpoint open(Path path) {
        return WeightsFile.open(path, file -> {
            try {
                return new TorchCheckpoint(file, read(file));
            } catch (WeightsException e) {
                throw new WeightsException(path + ": " + e.getMessage(), e);
            }
        });
    }

    @Override
    public Set<String> names() {
        return dict.tensors().keySet();
    }

    @Override
    public StoredTensor tensor(String name) {
        TorchTensor tensor = dict.tensors().get(name);
        if (tensor == null) {
            throw new WeightsException("%s: has no tensor %s".formatted(file.path(), name));
        }
        TorchType type = tensor.storage().type();
        StoredType stored = type.stored().orElseThrow(() -> new WeightsException("%s: tensor %s is in a %s, supported are %s"
                .formatted(file.path(), name, type.storage(), TorchType.supported())));
        return new StoredTensor(name, stored, tensor.shape(), data(name, tensor));
    }

    @Override
    public void close() {
        file.close();
    }

    private TensorData data(String name, TorchTensor tensor) {
        long storage = dict.storages().get(tensor.storage().key()).begin();
        return tensor.isContiguous()
                ? file.data(name, storage + tensor.offset() * tensor.storage().type().bytes(), tensor.bytes())
                : new StridedData(file, name, tensor, storage);
    }

    private static TorchStateDict read(WeightsFile file) throws IOException {
        ByteBuffer start = file.read(0, (int) Math.min(file.size(), Integer.BYTES));
        if (StoredZip.isZip(start)) {
            return ZippedCheckpoint.read(file);
        }
        if (start.hasRemaining() && start.get(0) == PICKLE) {
            return LegacyCheckpoint.read(file);
        }
        throw new WeightsException("is no checkpoint that torch.save wrote");
    }
}
