package dev.isotherm.cuda;

/** A compiled kernel, wherever it runs. */
@FunctionalInterface
interface KernelFunction {

    /**
     * Starts the kernel; an empty grid is nothing to start.
     *
     * @param stream a {@code CUstream}'s address, 0 for the default stream
     * @param arguments in the kernel's order: {@code Long} for an address of device memory, {@code Integer}, {@code Float}
     * @throws CudaException when the driver refuses the launch, or reports what an earlier kernel has done
     */
    void launch(long stream, Grid grid, Object... arguments);
}
