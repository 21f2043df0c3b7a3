package dev.isotherm.cuda;

import java.util.List;
import java.util.function.Supplier;

/** The first use of a native library, and what its absence means to the one who installs. */
final class Natives {

    private static final List<Missing> KNOWN = List.of(
            new Missing("libcuda.so.1", "the NVIDIA driver is missing (libcuda.so.1 cannot be loaded): install driver 580 or newer,"
                    + " or give the container the device (docker run --gpus all)"),
            new Missing("libcudart.so", "the CUDA 13 runtime is missing (libcudart.so.13 cannot be loaded): install cuda-cudart-13-*,"
                    + " or start from an image nvidia/cuda:13.*-runtime"),
            new Missing("libnvrtc", "the CUDA 13 compiler library is missing (libnvrtc.so.13 cannot be loaded): install cuda-nvrtc-13-*,"
                    + " or start from an image nvidia/cuda:13.*-runtime"),
            new Missing("jni", "this build has no CUDA natives (org.bytedeco:cuda without its classifier): build with mvn -Pgpu package,"
                    + " or start with ./isotherm --gpu"));

    private Natives() {}

    private record Missing(String sign, String sentence) {}

    /**
     * What the first use gives.
     *
     * @param what is used, for the message
     * @throws CudaException when that use cannot load a library; one sentence says which, and what to do
     */
    static <T> T load(String what, Supplier<T> firstUse) {
        try {
            return firstUse.get();
        } catch (LinkageError e) {
            throw new CudaException(what + " cannot be used: " + sentence(e) + ".", e);
        }
    }

    /** The innermost messages are the loader's own; the outer ones name classes only. */
    static String sentence(Throwable error) {
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
