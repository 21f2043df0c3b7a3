package dev.isotherm.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.bytedeco.pytorch.global.torch;

/** The GPUs of this machine, for tests that need one: without, they skip by name, or fail if {@code -Dgpu.required=true}. */
final class Gpus {

    private Gpus() {}

    /** {@code cuda:0} and on. */
    static void require(int devices) {
        TorchNatives.load(Optional.empty());
        String sentence = "%d CUDA devices are needed, LibTorch sees %d: %s".formatted(devices, present(), present() == 0 ? CudaDiagnosis.sentence() : "");
        if (Boolean.getBoolean("gpu.required")) {
            assertThat(present()).as(sentence).isGreaterThanOrEqualTo(devices);
        }
        assumeTrue(present() >= devices, sentence);
    }

    static Backend backend(String operations, Dtype dtype) {
        return backend(0, operations, dtype);
    }

    static Backend backend(int device, String operations, Dtype dtype) {
        assumeTrue(dtype != Dtype.BFLOAT16 || major() >= 8, "this GPU has no bfloat16");
        return Backend.choose(new ComputeOptions("cuda:" + device, operations, Optional.of(dtype), 2, Optional.empty()));
    }

    /** Of the first device's compute capability. */
    static int major() {
        return Integer.parseInt(Cuda.open(0).hardware().computeCapability().split("\\.")[0]);
    }

    /** As precise as float32 goes, on the processor. */
    static Backend reference() {
        return Backend.choose(new ComputeOptions("cpu", "torch", Optional.of(Dtype.FLOAT32), 2, Optional.empty()));
    }

    private static int present() {
        return torch.cuda_is_available() ? torch.cuda_device_count() : 0;
    }
}
