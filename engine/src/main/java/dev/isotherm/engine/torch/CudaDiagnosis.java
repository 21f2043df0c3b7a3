package dev.isotherm.engine.torch;

import dev.isotherm.cuda.CudaDriver;
import dev.isotherm.cuda.CudaException;
import java.util.List;

/** Why LibTorch sees no CUDA device, and what helps, in one sentence. */
final class CudaDiagnosis {

    private CudaDiagnosis() {}

    static String sentence() {
        if (!CudaLibraries.built()) {
            return "this build has no CUDA libraries: build with mvn -Pgpu package, or start with ./isotherm --gpu";
        }
        List<String> missing = CudaLibraries.missing();
        if (!missing.isEmpty()) {
            return "libraries of CUDA 13 are missing (%s): install them, or start from an image nvidia/cuda:13.*-cudnn-runtime"
                    .formatted(String.join(", ", missing));
        }
        try {
            CudaDriver driver = CudaDriver.load();
            return "LibTorch finds no device, though driver %s shows %d".formatted(driver.versionName(), driver.devices().size());
        } catch (CudaException e) {
            return e.getMessage().replaceFirst("\\.$", "");
        }
    }
}
