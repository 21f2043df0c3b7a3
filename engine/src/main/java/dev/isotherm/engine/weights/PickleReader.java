package dev.isotherm.engine.weights;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads pickled state dicts. Pickle is a language whose programs may call anything; this machine knows only the instructions that
 * a state dict is made of, and calls nothing but {@link TorchObjects}.
 *
 * <p>Values are strings, {@link Long}, {@link BigInteger} beyond it, {@link Double}, {@link Boolean}, {@link #NONE}, lists (of
 * tuples and lists alike), maps by string, and what {@link TorchObjects} makes. They may contain themselves: nobody may compare
 * or print them.
 */
final class PickleReader {

    /** What None is read as. */
    static final Object NONE = new Object();

    /**
     * Instructions in all; a tensor takes about thirty. What a pickle has on its stack, keeps and makes is bounded by it, since no
     * instruction makes more than one value, and strings are no longer than the pickle.
     */
    private static final int MAX_STEPS = 1_000_000;

    private static final int MAX_PROTOCOL = 5;

    private final PickleBytes bytes;
    private final TorchObjects objects;
    private PickleStack stack = new PickleStack();
    private int steps;

    /**
     * @param bytes little-endian; may go on after the pickle
     */
    PickleReader(ByteBuffer bytes, TorchObjects objects) {
        this.bytes = new PickleBytes(bytes);
        this.objects = objects;
    }

    /**
     * The value of the pickle at the buffer's position, which is behind it then.
     *
     * @throws WeightsException when it is broken or asks for what no state dict needs
     */
    Object read() {
        stack = new PickleStack();
        try {
            for (PickleOpcode opcode = next(); opcode != PickleOpcode.STOP; opcode = next()) {
                if (!readConstant(opcode) && !readContainer(opcode) && !readObject(opcode)) {
                    throw opcode.refusal();
                }
            }
            return stack.pop();
        } catch (BufferUnderflowException e) {
            throw new WeightsException("its pickle ends early, or has more bytes than are read", e);
        }
    }

    private PickleOpcode next() {
        if (++steps > MAX_STEPS) {
            throw new WeightsException("its pickle has more than %d instructions".formatted(MAX_STEPS));
        }
        return PickleOpcode.of(bytes.signedByte());
    }

    private boolean readConstant(PickleOpcode opcode) {
        switch (opcode) {
            case PROTO -> requireProtocol(bytes.unsignedByte());
            case FRAME -> bytes.skipLong();
            case NONE -> stack.push(NONE);
            case NEWTRUE -> stack.push(true);
            case NEWFALSE -> stack.push(false);
            case BININT -> stack.push((long) bytes.signedInt());
            case BININT1 -> stack.push((long) bytes.unsignedByte());
            case BININT2 -> stack.push((long) bytes.unsignedShort());
            case LONG1 -> stack.push(bytes.integer(bytes.unsignedByte()));
            case BINFLOAT -> stack.push(bytes.bigEndianDouble());
            case BINUNICODE -> stack.push(bytes.text(bytes.signedInt()));
            case SHORT_BINUNICODE -> stack.push(bytes.text(bytes.unsignedByte()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean readContainer(PickleOpcode opcode) {
        switch (opcode) {
            case MARK -> stack.mark();
            case EMPTY_TUPLE, EMPTY_LIST -> stack.push(new ArrayList<>());
            case TUPLE -> stack.push(stack.popToMark());
            case TUPLE1 -> stack.push(stack.pop(1));
            case TUPLE2 -> stack.push(stack.pop(2));
            case TUPLE3 -> stack.push(stack.pop(3));
            case EMPTY_DICT -> stack.push(new LinkedHashMap<>());
            case APPEND -> append(stack.pop(1));
            case APPENDS -> append(stack.popToMark());
            case SETITEM -> set(stack.pop(2));
            case SETITEMS -> set(stack.popToMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean readObject(PickleOpcode opcode) {
        switch (opcode) {
            case BINPUT -> stack.keep(bytes.unsignedByte());
            case LONG_BINPUT -> stack.keep(bytes.signedInt());
            case MEMOIZE -> stack.keepNext();
            case BINGET -> stack.push(stack.kept(bytes.unsignedByte()));
            case LONG_BINGET -> stack.push(stack.kept(bytes.signedInt()));
            case GLOBAL -> stack.push(objects.global(bytes.line(), bytes.line()));
            case STACK_GLOBAL -> stack.push(global(stack.pop(2)));
            case INST -> {
                objects.global(bytes.line(), bytes.line());
                return false;
            }
            case REDUCE -> {
                List<Object> call = stack.pop(2);
                stack.push(objects.call(call.get(0), PickleValues.list(call.get(1))));
            }
            case BUILD -> objects.build(stack.pop(), stack.top());
            case BINPERSID -> stack.push(objects.storage(PickleValues.list(stack.pop())));
            default -> {
                return false;
            }
        }
        return true;
    }

    private Object global(List<Object> names) {
        return objects.global(PickleValues.text(names.get(0)), PickleValues.text(names.get(1)));
    }

    private void append(List<Object> values) {
        PickleValues.list(stack.top()).addAll(values);
    }

    private void set(List<Object> items) {
        Map<String, Object> map = PickleValues.map(stack.top());
        if (items.size() % 2 != 0) {
            throw new WeightsException("its pickle is broken: a key has no value");
        }
        for (int i = 0; i < items.size(); i += 2) {
            map.put(PickleValues.text(items.get(i)), items.get(i + 1));
        }
    }

    private static void requireProtocol(int version) {
        if (version > MAX_PROTOCOL) {
            throw new WeightsException("its pickle has protocol %d, at most %d is known".formatted(version, MAX_PROTOCOL));
        }
    }
}
