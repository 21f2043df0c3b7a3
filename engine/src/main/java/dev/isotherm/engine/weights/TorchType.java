package dev.isotherm.engine.weights;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the elements of a torch storage are, under the name that checkpoints call the storage by. */
enum TorchType {
    FLOAT("FloatStorage", StoredType.FLOAT32),
    HALF("HalfStorage", StoredType.FLOAT16),
    BFLOAT16("BFloat16Storage", StoredType.BFLOAT16),
    DOUBLE("DoubleStorage", 8),
    LONG("LongStorage", 8),
    INT("IntStorage", 4),
    SHORT("ShortStorage", 2),
    CHAR("CharStorage", 1),
    BYTE("ByteStorage", 1),
    BOOL("BoolStorage", 1),
    COMPLEX_FLOAT("ComplexFloatStorage", 8),
    COMPLEX_DOUBLE("ComplexDoubleStorage", 16);

    private final String storage;
    private final int bytes;
    private final Optional<StoredType> stored;

    TorchType(String storage, StoredType stored) {
        this(storage, stored.bytes(), Optional.of(stored));
    }

    TorchType(String storage, int bytes) {
        this(storage, bytes, Optional.empty());
    }

    TorchType(String storage, int bytes, Optional<StoredType> stored) {
        this.storage = storage;
        this.bytes = bytes;
        this.stored = stored;
    }

    /** The storages of weights. */
    static String supported() {
        return Arrays.stream(values()).filter(type -> type.stored.isPresent()).map(TorchType::storage).collect(Collectors.joining(", "));
    }

    String storage() {
        return storage;
    }

    /** Of an element. */
    int bytes() {
        return bytes;
    }

    /** Empty for what weights are not stored as; buffers beside them may be. */
    Optional<StoredType> stored() {
        return stored;
    }
}
