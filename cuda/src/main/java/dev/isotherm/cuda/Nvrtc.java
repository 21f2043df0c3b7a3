package dev.isotherm.cuda;

import static org.bytedeco.cuda.global.nvrtc.NVRTC_SUCCESS;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetNumSupportedArchs;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetSupportedArchs;
import static org.bytedeco.cuda.global.nvrtc.nvrtcVersion;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * NVRTC, NVIDIA's compiler as a library.
 *
 * @param version such as {@code 13.1}
 * @param architectures that it compiles for, 90 being sm_90
 */
record Nvrtc(String version, List<Integer> architectures) {

    /**
     * @throws CudaException when the library or its Java natives are missing; it says which, and what to do; a
     *     {@link NoCompilerException} when all but the compiler is there
     */
    static Nvrtc load() {
        Natives.requireCompiler();
        int[] major = new int[1];
        int[] minor = new int[1];
        check(nvrtcVersion(major, minor));
        int[] count = new int[1];
        check(nvrtcGetNumSupportedArchs(count));
        int[] architectures = new int[count[0]];
        check(nvrtcGetSupportedArchs(architectures));
        return new Nvrtc(major[0] + "." + minor[0], Arrays.stream(architectures).boxed().toList());
    }

    private static void check(int result) {
        if (result != NVRTC_SUCCESS) {
            throw new NoCompilerException("NVRTC does not tell its version or what it compiles for (result " + result + "): reinstall cuda-nvrtc.");
        }
    }

    /**
     * The architecture to compile for, such as {@code sm_90}.
     *
     * @throws NoCompilerException when this NVRTC is older than the device's generation
     */
    String architecture(CudaDevice device) {
        OptionalInt newest = device.newestOf(architectures);
        if (newest.isEmpty()) {
            throw new NoCompilerException("NVRTC " + version + " does not know compute capability " + device.computeCapability() + " of device "
                    + device.index() + " (" + device.name() + "): install a newer cuda-nvrtc.");
        }
        return "sm_" + newest.getAsInt();
    }

    /**
     * @throws CudaException with the compiler's log when the source does not compile
     */
    byte[] compile(KernelSource source, List<String> options) {
        try (NvrtcProgram program = new NvrtcProgram(source)) {
            return program.cubin(options);
        }
    }
}
