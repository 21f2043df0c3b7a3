package dev.isotherm.cuda;

/**
 * A device as the driver describes it.
 *
 * @param index the driver's number of it, from 0
 * @param name such as {@code NVIDIA L4}
 * @param major of the compute capability
 * @param minor of the compute capability
 * @param memoryBytes all of its memory, in use or not
 */
public record CudaDevice(int index, String name, int major, int minor, long memoryBytes) {

    private static final int OLDEST = 75;

    /** The architecture that kernels are compiled for, such as {@code sm_90}. */
    public String architecture() {
        return "sm_" + major + minor;
    }

    /** The compute capability as people write it, such as {@code 9.0}. */
    public String computeCapability() {
        return major + "." + minor;
    }

    /**
     * @throws CudaException when the device is older than the oldest that kernels are written for, sm_75
     */
    public void requireSupported() {
        if (10 * major + minor < OLDEST) {
            throw new CudaException("Device " + index + " (" + name + ") has compute capability " + computeCapability()
                    + ", and 7.5 (Turing, such as a T4) or newer is needed: choose another device or --device cpu.");
        }
    }
}
