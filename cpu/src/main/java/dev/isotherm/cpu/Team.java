package dev.isotherm.cpu;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;

/**
 * The threads that run a kernel. A kernel's threads share its work through counters in its argument, so any number of them
 * gives the same result.
 */
@FunctionalInterface
public interface Team {

    /** Runs the kernel on all threads and returns when all have ended. */
    void run(Function kernel, Pointer argument);

    /** The calling thread by itself. */
    static Team alone() {
        return (kernel, argument) -> kernel.invokeVoid(new Object[] {argument});
    }

    /**
     * The threads of GNU's OpenMP. With a library of its own the kernels' threads would fight those that LibTorch has; in the
     * library that LibTorch has loaded they are the same.
     *
     * @param library the libgomp to use
     */
    static Team openMp(Path library, int threads) {
        Function parallel = NativeLibrary.getInstance(library.toString()).getFunction("GOMP_parallel");
        return (kernel, argument) -> parallel.invokeVoid(new Object[] {kernel, argument, threads, 0});
    }
}
