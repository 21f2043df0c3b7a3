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

    /** As LibTorch's allocator, the runtime, and cuBLAS say it. */
    private static final List<String> OUT_OF_MEMORY_TEXTS = List.of("out of memory", "CUBLAS_STATUS_ALLOC_FAILED");

    /**
     * An error in a kernel is found by whatever is called next, and then by all that follows: so one more call tells.
     *
     * @param synchronize waits for the device, and throws if it has failed
     */
    static DeviceState after(RuntimeException failure, Runnable synchronize) {
        String message = String.valueOf(failure.getMessage());
        if (OUT_OF_MEMORY_TEXTS.stream().anyMatch(message::contains)) {
            return OUT_OF_MEMORY;
        }
        try {
            synchronize.run();
            return USABLE;
        } catch (RuntimeException again) {
            return LOST;
        }
    }
}
