package dev.isotherm.engine.torch;

import com.sun.jna.NativeLibrary;
import dev.isotherm.cuda.CudaDriver;
import dev.isotherm.cuda.CudaException;
import java.io.IOException;
import java.net.URL;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/** Why LibTorch sees no CUDA device, and what helps, in one sentence. */
final class CudaDiagnosis {

    private static final String LIBRARY = "torch_cuda";

    private CudaDiagnosis() {}

    static String sentence() {
        URL library = torch.class.getResource("/org/bytedeco/pytorch/%s-gpu/lib%s.so".formatted(Loader.getPlatform(), LIBRARY));
        if (library == null) {
            return "this build has no CUDA libraries: build with mvn -Pgpu package, or start with ./isotherm --gpu";
        }
        if (!Loader.getLoadedLibraries().containsKey(LIBRARY)) {
            return "a library of CUDA 13 is missing (%s): install it, or start from an image nvidia/cuda:13.*-cudnn-runtime".formatted(refusal(library));
        }
        try {
            return "LibTorch finds no device, though driver %s shows %d".formatted(
                    CudaDriver.load().versionName(), CudaDriver.load().devices().size());
        } catch (CudaException e) {
            return e.getMessage().replaceFirst("\\.$", "");
        }
    }

    /** What the system's loader says when it is asked again; JavaCPP keeps it to itself. */
    private static String refusal(URL library) {
        try {
            NativeLibrary.getInstance(Loader.cacheResource(library).getPath()).close();
            return "for a reason that cannot be found";
        } catch (UnsatisfiedLinkError | IOException e) {
            String message = String.valueOf(e.getMessage());
            return message.lines().filter(line -> line.contains("shared object file")).findFirst().orElse(message.lines().findFirst().orElse(""));
        }
    }
}
