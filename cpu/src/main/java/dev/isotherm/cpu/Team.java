package dev.isotherm.cpu;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import java.nio.file.Path;

/**
 * The threads that run a kernel. A kernel's threads share its work through counters in its argument, so any number of them
 * gives the same result.
 */
public interface Team {

    int threads();

    /** Runs the kernel on all threads and returns when all have ended. */
    void run(Function kernel, Pointer argument);

    /** The calling thread by itself. */
    static Team alone() {
        return new Alone();
    }

    /**
     * The threads of GNU's OpenMP. With a library of its own the kernels' threads would fight those that LibTorch has; in the
     * library that LibTorch has loaded they are the same.
     *
     * @param library the libgomp to use
     */
    static Team openMp(Path library, int threads) {
        return new OpenMp(KeptLibraries.get(library.toString()).getFunction("GOMP_parallel"), threads);
    }

    record Alone() implements Team {

        @Override
        public int threads() {
            return 1;
        }

        @Override
        public void run(Function kernel, Pointer argument) {
            kernel.invokeVoid(new Object[] {argument});
        }
    }

    record OpenMp(Function parallel, int threads) implements Team {

        private static final int NO_FLAGS = 0;

        @Override
        public void run(Function kernel, Pointer argument) {
            parallel.invokeVoid(new Object[] {kernel, argument, threads, NO_FLAGS});
        }
    }
}
