package dev.isotherm.engine.torch;

import java.util.List;

/** What a device is good for after an operation on it failed. */
public enum DeviceState {
    /** Another batch may pass. */
    USABLE,
    /** A smaller batch may pass. */
    OUT_OF_MEMORY,
    /** Every operation fails from now on, until the process ends. */
    LOST;

    /** As LibTorch's allocators for CUDA and the CPU, the runtime, and cuBLAS say it. */
    private static final List<String> OUT_OF_MEMORY_TEXTS = List.of("out of memory", "CUBLAS_STATUS_ALLOC_FAILED", "can't allocate memory");

    /** What cuBLAS says where its handle finds no memory; after an earlier kernel's error too, but then the device does not answer either. */
    private static final String NO_HANDLE = "CUBLAS_STATUS_NOT_INITIALIZED";

    /**
     * An error in a kernel is found by whatever is called next, and then by all that follows: so one more call tells.
     *
     * @param synchronize waits for the device, and throws if it has failed
     */
    static DeviceState after(RuntimeException failure, Runnable synchronize) {
        if (isOutOfMemory(failure)) {
            return OUT_OF_MEMORY;
        }
        try {
            synchronize.run();
            return String.valueOf(failure.getMessage()).contains(NO_HANDLE) ? OUT_OF_MEMORY : USABLE;
        } catch (RuntimeException again) {
            return LOST;
        }
    }

    /** Whether a library says that memory has run out. */
    static boolean isOutOfMemory(RuntimeException failure) {
        return OUT_OF_MEMORY_TEXTS.stream().anyMatch(String.valueOf(failure.getMessage())::contains);
    }
}
