package dev.isotherm.engine.torch;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.util.Map;

/**
 * Keeps the C library from returning memory to the system between the layers of a forward pass, to be given it back page by page:
 * up to 5500 page faults a pass were seen without this, and fewer than 50 with it. See docs/decisions/kernels-in-c.md.
 */
final class NativeAllocator {

    private static final int TRIM_THRESHOLD = -1;
    private static final int MMAP_THRESHOLD = -3;

    /** Free memory at the end of a heap that is kept: more than a batch's intermediates. */
    private static final int KEPT_BYTES = 256 << 20;

    /** The largest that glibc takes; larger blocks are the system's own. */
    private static final int MAPPED_BYTES = 32 << 20;

    private NativeAllocator() {}

    /** The part of the C library that is needed. */
    public interface Allocator extends Library {
        int mallopt(int parameter, int value);

        int malloc_trim(long pad);
    }

    /** Loaded once: a library that JNA closes meanwhile can deadlock with another that is being loaded. */
    private static final class Kept {
        private static final Allocator ALLOCATOR = Native.load("c", Allocator.class);
    }

    /**
     * Returns what loading has left and keeps what is freed from then on. A user's own settings of the same stand; elsewhere than
     * on glibc nothing is done.
     */
    static void keepMemory(Map<String, String> environment) {
        boolean set = environment.containsKey("MALLOC_TRIM_THRESHOLD_") || environment.containsKey("MALLOC_MMAP_THRESHOLD_")
                || environment.getOrDefault("GLIBC_TUNABLES", "").contains("glibc.malloc.");
        if (!Platform.isLinux() || set) {
            return;
        }
        try {
            Kept.ALLOCATOR.malloc_trim(0);
            Kept.ALLOCATOR.mallopt(TRIM_THRESHOLD, KEPT_BYTES);
            Kept.ALLOCATOR.mallopt(MMAP_THRESHOLD, MAPPED_BYTES);
        } catch (LinkageError anotherCLibrary) {
            // musl has no such setting, and none is needed for a right answer
        }
    }
}
