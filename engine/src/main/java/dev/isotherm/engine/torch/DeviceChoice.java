package dev.isotherm.engine.torch;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where forward passes run.
 *
 * @param device {@code cpu} or {@code cuda:<index>}
 * @param cuda the device, unless it is the CPU
 */
record DeviceChoice(String device, Optional<Cuda> cuda) {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceChoice.class);
    private static final DeviceChoice CPU = new DeviceChoice("cpu", Optional.empty());

    /**
     * The device that is asked for. By {@code auto} it is the first GPU if that can do what else is asked for, and otherwise the CPU.
     *
     * @param present whether LibTorch sees a GPU
     * @param open throws a {@link BackendException} when the GPU of that index cannot be used
     * @throws BackendException when a GPU is asked for and cannot do it
     */
    static DeviceChoice of(ComputeOptions options, BooleanSupplier present, IntFunction<Cuda> open) {
        String asked = options.device();
        if (asked.equals("cpu") || asked.equals("auto") && !present.getAsBoolean()) {
            return CPU;
        }
        if (!asked.equals("auto")) {
            return cuda(asked.equals("cuda") ? "cuda:0" : asked, options, present, open);
        }
        try {
            return cuda("cuda:0", options, present, open);
        } catch (BackendException e) {
            LOG.warn("the CPU is used, though there is a GPU: {}", e.getMessage());
            return CPU;
        }
    }

    private static DeviceChoice cuda(String device, ComputeOptions options, BooleanSupplier present, IntFunction<Cuda> open) {
        requireForCuda(device, options);
        if (!present.getAsBoolean()) {
            throw new BackendException("device is '%s', but %s; or use --device cpu".formatted(options.device(), CudaDiagnosis.sentence()));
        }
        Cuda cuda = open.apply(Integer.parseInt(device.substring("cuda:".length())));
        options.dtype().ifPresent(cuda::require);
        return new DeviceChoice(device, Optional.of(cuda));
    }

    private static void requireForCuda(String device, ComputeOptions options) {
        String operations = options.operations();
        if (operations.equals("kernels") || operations.equals("onednn")) {
            throw new BackendException("backend '%s' is for the CPU, device is %s".formatted(operations, device));
        }
        if (options.dtype().filter(Dtype.INT8::equals).isPresent()) {
            throw new BackendException("dtype 'int8' is for the CPU, device is %s".formatted(device));
        }
    }
}
