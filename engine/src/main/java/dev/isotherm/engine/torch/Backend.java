package dev.isotherm.engine.torch;

import com.sun.management.OperatingSystemMXBean;
import dev.isotherm.cpu.CpuFeatures;
import dev.isotherm.engine.batch.BatchPlanner;
import dev.isotherm.engine.batch.PackedBatch;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.global.torch;

/**
 * The operations, device and number format that forward passes use, chosen once at start-up.
 *
 * @param device {@code cpu} or {@code cuda:<index>}
 * @param activations the number format between the linear layers, which differs from {@code dtype} in int8
 * @param threads CPU threads of a forward pass
 * @param reason why this one was chosen, for the log
 */
public record Backend(Ops ops, String device, Dtype dtype, Dtype activations, int threads, String reason) {

    /**
     * Loads LibTorch and chooses for each device that is named.
     *
     * @return one or more, in the order of the devices
     * @throws BackendException when what was asked for is not to be had
     */
    public static List<Backend> chooseAll(ComputeOptions options) {
        return options.devices().stream().map(device -> choose(options.withDevice(device))).toList();
    }

    /**
     * Loads LibTorch and chooses, for one device.
     *
     * @throws BackendException when what was asked for is not to be had
     */
    public static Backend choose(ComputeOptions options) {
        TorchNatives.load(options.nativeCache());
        String device = device(options.device());
        boolean cpu = device.equals("cpu");
        CpuFeatures processor = CpuFeatures.detect();
        Dtype dtype = options.dtype().orElseGet(() -> automatic(cpu, processor));
        Dtype activations = dtype == Dtype.INT8 ? automatic(cpu, processor) : dtype;
        Ops ops = cpu ? new CpuOps(processor, activations, dtype == Dtype.INT8, options.threads()).choose(options.operations())
                : onCuda(options.operations(), dtype, device);
        String reason = "%s on %s by %s, %s by %s".formatted(
                ops,
                device,
                options.device().equals(device) ? "request" : "what is present",
                dtype.label(),
                options.dtype().isPresent() ? "request" : cpu ? describe(processor) : "default on CUDA");
        return new Backend(ops, device, dtype, activations, options.threads(), reason);
    }

    /** The name of the operations, such as {@code torch}. */
    public String name() {
        return ops.name();
    }

    /**
     * Memory of the device in bytes, as far as it is known: for the CPU what the machine, or the container's limit, has. A CUDA
     * device is not asked yet: there a model that is too large fails while it is loaded.
     */
    public OptionalLong memoryBytes() {
        if (device.equals("cpu") && ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            return OptionalLong.of(system.getTotalMemorySize());
        }
        return OptionalLong.empty();
    }

    Device torchDevice() {
        return new Device(device);
    }

    /**
     * Brings a batch to the device, within the backend's scope.
     *
     * @param wanted the only rows that pooling looks at; empty where it looks at all
     */
    public StagedBatch stage(PackedBatch batch, Optional<int[]> wanted) {
        return ops.stage(batch, wanted, torchDevice());
    }

    /** The token budget that suits the device. */
    public int batchTokens() {
        return device.equals("cpu") ? BatchPlanner.CPU_BATCH_TOKENS : BatchPlanner.CUDA_BATCH_TOKENS;
    }

    /** Enters what every forward pass needs on its own thread; to be closed on the same thread. */
    public Scope enter() {
        return new Scope(threads);
    }

    /** Frees every native object made within it and switches autograd off meanwhile. */
    public static final class Scope implements AutoCloseable {

        private final PointerScope pointers = new PointerScope();
        private final InferenceMode inferenceMode;

        private Scope(int threads) {
            inferenceMode = new InferenceMode();
            // OpenMP keeps the count per thread, and LibTorch's default is the host's cores.
            torch.set_num_threads(threads);
        }

        @Override
        public void close() {
            inferenceMode.close();
            pointers.close();
        }
    }

    private static Ops onCuda(String asked, Dtype dtype, String device) {
        if (asked.equals("kernels") || asked.equals("onednn") || dtype == Dtype.INT8) {
            throw new BackendException("%s is for the CPU, device is %s".formatted(dtype == Dtype.INT8 ? "dtype 'int8'" : "backend '" + asked + "'", device));
        }
        return new TorchOps(dtype);
    }

    private static String device(String asked) {
        boolean cuda = torch.cuda_is_available();
        return switch (asked) {
            case "cpu" -> "cpu";
            case "auto" -> cuda ? "cuda:0" : "cpu";
            default -> {
                if (!cuda) {
                    throw new BackendException(("device is '%s', but this process sees no CUDA device: it needs a build with CUDA "
                            + "libraries and an NVIDIA driver; use --device cpu or auto").formatted(asked));
                }
                yield asked.equals("cuda") ? "cuda:0" : asked;
            }
        };
    }

    private static Dtype automatic(boolean cpu, CpuFeatures processor) {
        if (!cpu) {
            return Dtype.FLOAT16;
        }
        return processor.hasNativeBfloat16() ? Dtype.BFLOAT16 : Dtype.FLOAT32;
    }

    private static String describe(CpuFeatures processor) {
        return processor.hasNativeBfloat16() ? "native bf16 of the processor" : "no native bf16 in the processor";
    }
}
