package dev.isotherm.engine.torch;

import dev.isotherm.cuda.CudaDevice;
import dev.isotherm.cuda.CudaDriver;
import dev.isotherm.cuda.CudaException;
import dev.isotherm.cuda.CudaKernels;
import dev.isotherm.cuda.Element;
import dev.isotherm.cuda.NoCompilerException;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.cuda.CUDAStream;
import org.bytedeco.pytorch.cuda.CUDAStreamGuard;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch_cuda;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One CUDA device: what it is, what runs on it, and the stream of each thread that uses it. Not yet run on a GPU. */
final class Cuda {

    private static final Logger LOG = LoggerFactory.getLogger(Cuda.class);

    /** Older devices have no products in it, and LibTorch has no attention for them in it. */
    private static final int BFLOAT16_MAJOR = 8;

    private final CudaDriver driver;
    private final CudaDevice device;

    /** Of its own, so that replicas overlap: one's copies and gaps are filled by another's kernels. */
    private final ThreadLocal<CUDAStream> stream;

    Cuda(CudaDriver driver, CudaDevice device) {
        this.driver = driver;
        this.device = device;
        this.stream = ThreadLocal.withInitial(() -> {
            try (PointerScope scope = new PointerScope()) {
                return torch_cuda.getStreamFromPool(false, (byte) device.index()).retainReference();
            }
        });
    }

    /**
     * @throws BackendException when there is no such device, LibTorch's part for CUDA cannot be loaded, or the build has no code for it
     */
    static Cuda open(int index) {
        try {
            CudaDriver driver = CudaDriver.load();
            CudaDevice device = driver.device(index);
            device.requireSupported();
            CudaLibraries.load();
            return new Cuda(driver, device);
        } catch (CudaException e) {
            throw new BackendException(e.getMessage(), e);
        }
    }

    /**
     * @throws BackendException when the device is too old for the dtype
     */
    void require(Dtype dtype) {
        if (dtype == Dtype.BFLOAT16 && device.major() < BFLOAT16_MAJOR) {
            throw new BackendException("dtype 'bfloat16' needs compute capability 8.0 or newer, and device cuda:%d (%s) has %s; use --dtype float16"
                    .formatted(device.index(), device.name(), device.computeCapability()));
        }
    }

    /** Of the compute capability. */
    int major() {
        return device.major();
    }

    Hardware hardware() {
        return new Hardware(device.name(), device.computeCapability(), device.memoryBytes());
    }

    /**
     * @param asked {@code auto}, or {@code torch} for the reference
     * @param cache folder of compiled kernels
     * @throws BackendException when a kernel does not compile
     */
    Ops operations(String asked, Dtype dtype, Path cache) {
        TorchOps reference = new TorchOps();
        return asked.equals("torch") ? reference : new CudaOps(fused(reference, dtype, cache), headSize -> attention(dtype, headSize));
    }

    private FusedOps fused(TorchOps reference, Dtype dtype, Path cache) {
        FusedOps plain = new TorchFusedOps(reference);
        try {
            CudaKernels kernels = CudaKernels.load(driver, device, Element.valueOf(dtype.name()), cache);
            return new CudaKernelOps(kernels, plain, this::streamAddress);
        } catch (NoCompilerException e) {
            LOG.warn("plain LibTorch runs in the place of our kernels, which is slower: {}", e.getMessage());
            return plain;
        } catch (CudaException e) {
            throw new BackendException(e.getMessage(), e);
        }
    }

    private VarlenAttention attention(Dtype dtype, int headSize) {
        return FlashAttention.fits(dtype, headSize, device.major()) ? new FlashAttention() : new EfficientAttention();
    }

    /**
     * Makes the device and the thread's stream current, until it is closed.
     *
     * @throws BackendException when the device refuses
     */
    Current enter() {
        try {
            return new Current(stream.get());
        } catch (RuntimeException | LinkageError e) {
            throw new BackendException("device cuda:%d cannot be used: %s".formatted(device.index(), BackendException.reason(e)), e);
        }
    }

    /** A device and stream that are current on this thread. */
    static final class Current implements AutoCloseable {

        private final CUDAStream stream;
        private final CUDAStreamGuard guard;

        private Current(CUDAStream stream) {
            this.stream = stream;
            this.guard = new CUDAStreamGuard(stream.unwrap());
        }

        /** What was begun is done then: other threads may use it. */
        @Override
        public void close() {
            try {
                stream.synchronize();
            } finally {
                guard.close();
            }
        }
    }

    /** Waits for all that was begun on the device. */
    void synchronize() {
        torch.cuda_synchronize(device.index());
    }

    private long streamAddress() {
        try (PointerScope scope = new PointerScope()) {
            return stream.get().stream().address();
        }
    }
}
