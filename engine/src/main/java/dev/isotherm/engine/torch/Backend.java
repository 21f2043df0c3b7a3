package dev.isotherm.engine.torch;

import com.sun.management.OperatingSystemMXBean;
import dev.isotherm.cpu.CpuFeatures;
import dev.isotherm.engine.batch.BatchPlanner;
import dev.isotherm.engine.batch.PackedBatch;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
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
 * @param cuda the device, unless it is the CPU
 */
public record Backend(
        Ops ops, String device, Dtype dtype, Dtype activations, int threads, String reason, Optional<Cuda> cuda) {

    /** Compute capability 8.0 and newer have bfloat16. */
    private static final int BFLOAT16_MAJOR = 8;

    /** On the CPU. */
    public Backend(Ops ops, String device, Dtype dtype, Dtype activations, int threads, String reason) {
        this(ops, device, dtype, activations, threads, reason, Optional.empty());
    }

    /**
     * Loads LibTorch and chooses for each device that is named.
     *
     * @param exceedsFloat16 whether the model's numbers may be larger than float16 holds: it is not chosen by itself then
     * @return one or more, in the order of the devices
     * @throws BackendException when what was asked for is not to be had
     */
    public static List<Backend> chooseAll(ComputeOptions options, boolean exceedsFloat16) {
        return options.devices().stream().map(device -> choose(options.withDevice(device), exceedsFloat16)).toList();
    }

    /**
     * Loads LibTorch and chooses, for one device.
     *
     * @throws BackendException when what was asked for is not to be had
     */
    public static Backend choose(ComputeOptions options) {
        return choose(options, false);
    }

    private static Backend choose(ComputeOptions options, boolean exceedsFloat16) {
        TorchNatives.load(options.nativeCache());
        DeviceChoice choice = DeviceChoice.of(options, torch::cuda_is_available, Cuda::open);
        String device = choice.device();
        boolean cpu = choice.cuda().isEmpty();
        CpuFeatures processor = CpuFeatures.detect();
        Dtype dtype = options.dtype().orElseGet(() -> choice.cuda().map(gpu -> onCuda(gpu, exceedsFloat16)).orElseGet(() -> onCpu(processor)));
        Dtype activations = dtype == Dtype.INT8 ? onCpu(processor) : dtype;
        Ops ops = choice.cuda().map(opened -> opened.operations(options.operations(), dtype, kernelCache(options)))
                .orElseGet(() -> new CpuOps(processor, activations, dtype == Dtype.INT8, options.threads()).choose(options.operations()));
        String reason = "%s on %s by %s, %s by %s".formatted(
                ops,
                device,
                options.device().equals(device) ? "request" : "what is present",
                dtype.label(),
                options.dtype().isPresent() ? "request" : cpu ? describe(processor) : "default on CUDA");
        return new Backend(ops, device, dtype, activations, options.threads(), reason, choice.cuda());
    }

    /** The name of the operations, such as {@code torch}. */
    public String name() {
        return ops.name();
    }

    /** Memory of the device in bytes, as far as it is known: for the CPU what the machine, or the container's limit, has. */
    public OptionalLong memoryBytes() {
        if (cuda.isPresent()) {
            return OptionalLong.of(cuda.get().hardware().memoryBytes());
        }
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            return OptionalLong.of(system.getTotalMemorySize());
        }
        return OptionalLong.empty();
    }

    /** The GPU, unless this is the CPU. */
    public Optional<Hardware> hardware() {
        return cuda.map(Cuda::hardware);
    }

    /** What the device is good for after that failure. */
    public DeviceState stateAfter(RuntimeException failure) {
        return cuda.map(opened -> DeviceState.after(failure, opened::synchronize)).orElse(DeviceState.USABLE);
    }

    /**
     * Why weights cannot be brought to the device, and what helps where it is memory.
     *
     * @param bytes of the weights
     */
    public BackendException refusal(long bytes, RuntimeException failure) {
        String reason = DeviceState.isOutOfMemory(failure)
                ? "they need %.1f GB, more than is free there; free some, or use a smaller dtype, a smaller model or another device".formatted(bytes / 1e9)
                : BackendException.reason(failure);
        return new BackendException("the weights cannot be brought to %s in %s: %s".formatted(device, dtype.label(), reason), failure);
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
        return new Scope(threads, cuda);
    }

    /** Frees every native object made within it and switches autograd off meanwhile. */
    public static final class Scope implements AutoCloseable {

        private final PointerScope pointers = new PointerScope();
        private final Optional<Cuda.Current> current;
        private final InferenceMode inferenceMode;

        private Scope(int threads, Optional<Cuda> cuda) {
            try {
                current = cuda.map(Cuda::enter);
            } catch (RuntimeException e) {
                pointers.close();
                throw e;
            }
            inferenceMode = new InferenceMode();
            // OpenMP keeps the count per thread, and LibTorch's default is the host's cores.
            torch.set_num_threads(threads);
        }

        @Override
        public void close() {
            try {
                current.ifPresent(Cuda.Current::close);
            } finally {
                inferenceMode.close();
                pointers.close();
            }
        }
    }

    private static Path kernelCache(ComputeOptions options) {
        return options.nativeCache().orElse(Path.of(System.getProperty("user.home"), ".cache", "isotherm")).resolve("cuda-kernels");
    }

    /** As fast as it goes, and on devices without bfloat16 right before fast. */
    static Dtype onCuda(Cuda gpu, boolean exceedsFloat16) {
        return !exceedsFloat16 ? Dtype.FLOAT16 : gpu.major() >= BFLOAT16_MAJOR ? Dtype.BFLOAT16 : Dtype.FLOAT32;
    }

    private static Dtype onCpu(CpuFeatures processor) {
        return processor.hasNativeBfloat16() ? Dtype.BFLOAT16 : Dtype.FLOAT32;
    }

    private static String describe(CpuFeatures processor) {
        return processor.hasNativeBfloat16() ? "native bf16 of the processor" : "no native bf16 in the processor";
    }
}
