package dev.isotherm.cpu;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** Native memory that begins with a cache line, so that no vector lies in two. */
final class Room implements AutoCloseable {

    private static final int CACHE_LINE = 64;

    private final Memory memory;

    Room(long bytes) {
        memory = new Memory(bytes + CACHE_LINE);
    }

    Pointer start() {
        return memory.share(-Pointer.nativeValue(memory) & (CACHE_LINE - 1));
    }

    @Override
    public void close() {
        memory.close();
    }
}
