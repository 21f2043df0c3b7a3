package dev.isotherm.engine.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles instruction by instruction, well-formed or not. */
final class PickleFixture {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private PickleFixture() {}

    static PickleFixture pickle() {
        return new PickleFixture().code(0x80, 2);
    }

    /** A state dict without tensors yet; to be ended with {@link #endDict}. */
    static PickleFixture dict() {
        return pickle().orderedDict().code('(');
    }

    PickleFixture code(int... codes) {
        for (int code : codes) {
            bytes.write(code);
        }
        return this;
    }

    PickleFixture text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        code('X');
        bytes.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(utf8.length).array());
        bytes.writeBytes(utf8);
        return this;
    }

    PickleFixture number(long number) {
        code(0x8a, 8);
        bytes.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array());
        return this;
    }

    PickleFixture tuple(long... numbers) {
        code('(');
        for (long number : numbers) {
            number(number);
        }
        return code('t');
    }

    /** The instruction that names a global by two lines, or another that does. */
    PickleFixture global(int code, String module, String name) {
        code(code);
        bytes.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    PickleFixture global(String module, String name) {
        return global('c', module, name);
    }

    PickleFixture orderedDict() {
        return global("collections", "OrderedDict").code(')', 'R');
    }

    PickleFixture storage(String type, String key, long elements) {
        return code('(').text("storage").global("torch", type).text(key).text("cpu").number(elements).code('t', 'Q');
    }

    /** A named view of a storage as an item of a dictionary. */
    PickleFixture tensor(String name, String type, String key, long elements, long offset, long[] shape, long... strides) {
        return text(name).global("torch._utils", "_rebuild_tensor_v2").code('(').storage(type, key, elements)
                .number(offset).tuple(shape).tuple(strides).code(0x89).orderedDict().code('t', 'R');
    }

    byte[] endDict() {
        return code('u').stop();
    }

    byte[] stop() {
        return code('.').bytes.toByteArray();
    }
}
