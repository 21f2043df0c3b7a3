package dev.isotherm.cuda;

import static org.bytedeco.cuda.global.nvrtc.NVRTC_SUCCESS;
import static org.bytedeco.cuda.global.nvrtc.nvrtcVersion;

import java.util.List;

/**
 * NVRTC, NVIDIA's compiler as a library.
 *
 * @param version such as {@code 13.1}
 */
record Nvrtc(String version) {

    /**
     * @throws CudaException when the library or its Java natives are missing; it says which, and what to do
     */
    static Nvrtc load() {
        Natives.requireCompiler();
        int[] major = new int[1];
        int[] minor = new int[1];
        int result = nvrtcVersion(major, minor);
        if (result != NVRTC_SUCCESS) {
            throw new CudaException("NVRTC does not tell its version (result " + result + "): reinstall cuda-nvrtc.");
        }
        return new Nvrtc(major[0] + "." + minor[0]);
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
