package dev.isotherm.cuda;

import java.util.List;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;

/** The native libraries, and what their absence means to the one who installs. */
final class Natives {

    private static final List<Missing> KNOWN = List.of(
            new Missing("libcuda.so.1", "the NVIDIA driver is missing (libcuda.so.1 cannot be loaded): install driver 580 or newer,"
                    + " or give the container the device (docker run --gpus all)"),
            new Missing("libcudart.so.", "the CUDA 13 runtime is missing (libcudart.so.13 cannot be loaded): install cuda-cudart-13-*,"
                    + " or start from an image nvidia/cuda:13.*-runtime"),
            new Missing("libnvrtc.so.", "the CUDA 13 compiler library is missing (libnvrtc.so.13 cannot be loaded): install cuda-nvrtc-13-*,"
                    + " or start from an image nvidia/cuda:13.*-runtime"),
            new Missing("in java.library.path", "this build has no CUDA natives (org.bytedeco:cuda without its classifier): build with mvn -Pgpu package,"
                    + " or start with ./isotherm --gpu"));

    private Natives() {}

    private record Missing(String sign, String sentence) {}

    /** Java tells why a class could not be initialized only once, so it is kept. */
    private static final class Driver {
        static final LinkageError FAILURE = failure(cudart.class);
    }

    private static final class Compiler {
        static final LinkageError FAILURE = failure(nvrtc.class);
    }

    private static LinkageError failure(Class<?> natives) {
        try {
            Loader.load(natives);
            return null;
        } catch (LinkageError e) {
            return e;
        }
    }

    /**
     * @throws CudaException when the driver, the runtime or the natives for Java cannot be loaded; one sentence says which, and what to do
     */
    static void requireDriver() {
        require("CUDA", Driver.FAILURE);
    }

    /**
     * JavaCPP's natives of the compiler want those of the driver.
     *
     * @throws NoCompilerException when it is the compiler that cannot be loaded
     */
    static void requireCompiler() {
        requireDriver();
        if (Compiler.FAILURE != null) {
            throw new NoCompilerException(sentence("NVRTC", Compiler.FAILURE), Compiler.FAILURE);
        }
    }

    static void require(String what, LinkageError failure) {
        if (failure != null) {
            throw new CudaException(sentence(what, failure), failure);
        }
    }

    private static String sentence(String what, LinkageError failure) {
        return what + " cannot be used: " + cause(failure) + ".";
    }

    private static String cause(Throwable error) {
        StringBuilder messages = new StringBuilder();
        for (Throwable e = error; e != null; e = e.getCause()) {
            messages.append(e.getMessage()).append('\n');
        }
        return KNOWN.stream()
                .filter(missing -> messages.indexOf(missing.sign) >= 0)
                .map(Missing::sentence)
                .findFirst()
                .orElseGet(() -> "a native library cannot be loaded (" + messages.toString().strip().replace('\n', ' ') + ")");
    }
}
