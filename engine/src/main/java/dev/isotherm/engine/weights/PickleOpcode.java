package dev.isotherm.engine.weights;

/** The instructions of pickle that a state dict needs, and those by which others run code, so that they can be refused by name. */
enum PickleOpcode {
    PROTO(0x80), FRAME(0x95), STOP('.'),
    NONE('N'), NEWTRUE(0x88), NEWFALSE(0x89), BININT('J'), BININT1('K'), BININT2('M'), LONG1(0x8a), BINFLOAT('G'),
    BINUNICODE('X'), SHORT_BINUNICODE(0x8c),
    MARK('('), EMPTY_TUPLE(')'), TUPLE('t'), TUPLE1(0x85), TUPLE2(0x86), TUPLE3(0x87),
    EMPTY_LIST(']'), APPEND('a'), APPENDS('e'), EMPTY_DICT('}'), SETITEM('s'), SETITEMS('u'),
    BINPUT('q'), LONG_BINPUT('r'), MEMOIZE(0x94), BINGET('h'), LONG_BINGET('j'),
    GLOBAL('c'), STACK_GLOBAL(0x93), REDUCE('R'), BUILD('b'), BINPERSID('Q'),

    INST('i'), OBJ('o'), NEWOBJ(0x81), NEWOBJ_EX(0x92), EXT1(0x82), EXT2(0x83), EXT4(0x84), PERSID('P');

    private static final PickleOpcode[] BY_CODE = new PickleOpcode[256];

    static {
        for (PickleOpcode opcode : values()) {
            BY_CODE[opcode.code] = opcode;
        }
    }

    private final int code;

    PickleOpcode(int code) {
        this.code = code;
    }

    /**
     * @throws WeightsException when no state dict has it
     */
    static PickleOpcode of(byte code) {
        PickleOpcode opcode = BY_CODE[Byte.toUnsignedInt(code)];
        if (opcode == null) {
            throw refusal("0x%02x".formatted(code));
        }
        return opcode;
    }

    WeightsException refusal() {
        return refusal(name());
    }

    private static WeightsException refusal(String name) {
        return new WeightsException(
                "its pickle has the instruction %s: a checkpoint of weights needs nothing of the kind; convert it to safetensors".formatted(name));
    }
}
