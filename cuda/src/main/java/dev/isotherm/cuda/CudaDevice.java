package dev.isotherm.cuda;

import java.util.List;
import java.util.OptionalInt;

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

    /** The newest of these architectures whose machine code it runs, which is that of its own major and not newer; 90 is sm_90. */
    OptionalInt newestOf(List<Integer> architectures) {
        return architectures.stream().mapToInt(known -> known).filter(known -> known / 10 == major && known % 10 <= minor).max();
    }

    /** The compute capability as people write it, such as {@code 9.0}. */
    public String computeCapability() {
        return major + "." + minor;
    }

    /**
     * @throws CudaException when a build for GPUs has no machine code for it; there is none that the driver could compile instead
     */
    public void requireSupported() {
        boolean supported = switch (major) {
            case 7 -> minor >= 5;
            case 8, 9, 10, 12 -> true;
            default -> false;
        };
        if (!supported) {
            throw new CudaException("Device " + index + " (" + name + ") has compute capability " + computeCapability()
                    + ", and this build has code for 7.5 (Turing, such as a T4), 8, 9, 10 and 12: choose another device or --device cpu.");
        }
    }
}
