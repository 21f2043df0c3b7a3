package dev.isotherm.engine.weights;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that the pickle of a state dict may name and call. Names are keys of a table here, and are looked up nowhere else. */
final class TorchObjects {

    private static final Map<String, Object> GLOBALS = new HashMap<>();

    private final Map<String, TorchStorage> storages = new HashMap<>();

    private enum Function {
        ORDERED_DICT("collections.OrderedDict"),
        REBUILD_TENSOR("torch._utils._rebuild_tensor_v2"),
        REBUILD_PARAMETER("torch._utils._rebuild_parameter");

        private final String global;

        Function(String global) {
            this.global = global;
        }
    }

    static {
        Arrays.stream(Function.values()).forEach(function -> GLOBALS.put(function.global, function));
        Arrays.stream(TorchType.values()).forEach(type -> GLOBALS.put("torch." + type.storage(), type));
    }

    /**
     * @throws WeightsException when no state dict needs it
     */
    Object global(String module, String name) {
        String global = module + "." + name;
        return Optional.ofNullable(GLOBALS.get(global)).orElseThrow(() -> new WeightsException(
                "asks for '%s': a checkpoint of weights needs nothing of the kind; convert it to safetensors".formatted(Shown.of(global))));
    }

    /**
     * @throws WeightsException when it is no function, or one of other arguments
     */
    Object call(Object function, List<Object> arguments) {
        if (!(function instanceof Function known)) {
            throw PickleValues.missing("a function");
        }
        return switch (known) {
            case ORDERED_DICT -> {
                requireCount(known, arguments, 0, 0);
                yield new LinkedHashMap<>();
            }
            case REBUILD_TENSOR -> {
                requireCount(known, arguments, 6, 7);
                requirePlain(arguments);
                yield tensor(arguments.get(0), arguments.get(1), arguments.get(2), arguments.get(3));
            }
            case REBUILD_PARAMETER -> {
                requireCount(known, arguments, 3, 3);
                yield requireTensor(arguments.get(0));
            }
        };
    }

    /**
     * The storage of a persistent id: the word storage, type, key, device, number of elements, and in old files a view of it.
     *
     * @throws WeightsException when it is none
     */
    TorchStorage storage(List<Object> id) {
        boolean known = id.size() == 5 || id.size() == 6 && id.get(5) == PickleReader.NONE;
        if (!known || !"storage".equals(id.get(0)) || !(id.get(1) instanceof TorchType type)) {
            throw PickleValues.missing("the description of a storage");
        }
        TorchStorage storage = new TorchStorage(type, PickleValues.text(id.get(2)), PickleValues.number(id.get(4)));
        storages.putIfAbsent(storage.key(), storage);
        return storage;
    }

    /** All that were asked for, by key. */
    Map<String, TorchStorage> storages() {
        return storages;
    }

    /**
     * The only attribute of a state dict says which versions its layers have; nothing is made of it.
     *
     * @throws WeightsException when another attribute is to be set, or on something else
     */
    void build(Object state, Object target) {
        PickleValues.map(target);
        for (String attribute : PickleValues.map(state).keySet()) {
            if (!attribute.equals("_metadata")) {
                throw new WeightsException("sets the attribute '%s': a checkpoint of weights needs nothing of the kind; convert it to safetensors"
                        .formatted(Shown.of(attribute)));
            }
        }
    }

    private static TorchTensor tensor(Object storage, Object offset, Object shape, Object strides) {
        int dimensions = PickleValues.list(shape).size();
        if (dimensions > TorchTensor.MAX_DIMENSIONS || PickleValues.list(strides).size() != dimensions) {
            throw PickleValues.missing("a shape of at most %d dimensions, with as many strides".formatted(TorchTensor.MAX_DIMENSIONS));
        }
        if (!(storage instanceof TorchStorage known)) {
            throw PickleValues.missing("a storage");
        }
        return new TorchTensor(known, PickleValues.number(offset), PickleValues.numbers(shape), PickleValues.numbers(strides));
    }

    private static TorchTensor requireTensor(Object value) {
        if (value instanceof TorchTensor tensor) {
            return tensor;
        }
        throw PickleValues.missing("a tensor");
    }

    /** The seventh argument says that the elements stand for something else, such as their negatives. */
    private static void requirePlain(List<Object> arguments) {
        if (arguments.size() == 7 && arguments.get(6) != PickleReader.NONE && !PickleValues.map(arguments.get(6)).isEmpty()) {
            throw new WeightsException("has a tensor with properties beyond its shape and strides; convert it to safetensors");
        }
    }

    private static void requireCount(Function function, List<Object> arguments, int least, int most) {
        if (arguments.size() < least || arguments.size() > most) {
            throw new WeightsException("calls '%s' with %d arguments, which is not known".formatted(function.global, arguments.size()));
        }
    }
}
