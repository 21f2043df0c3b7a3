package dev.isotherm.cuda;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The kernels of one device and element type, compiled for it. Launches are asynchronous, on the stream that they are given, and may
 * come from any thread, one at a time for each stream; the device's primary context becomes that thread's current one. Close only when
 * nobody launches any more.
 */
public final class CudaKernels implements Launches, AutoCloseable {

    /** A line each, the only one that names the kernel. */
    private static final Kernel[] ALL = {
        new Kernel(QkvBiasTemperature.class, QkvBiasTemperature::new),
        new Kernel(ResidualLayerNorm.class, ResidualLayerNorm::new),
        new Kernel(EmbeddingLayerNorm.class, EmbeddingLayerNorm::new),
        new Kernel(BiasGelu.class, BiasGelu::new),
        new Kernel(PoolSpans.class, PoolSpans::new),
    };

    private final CudaModules modules;
    private final Launches kernels;

    private CudaKernels(CudaModules modules, Launches kernels) {
        this.modules = modules;
        this.kernels = kernels;
    }

    private record Kernel(Class<?> type, BiFunction<KernelFunction, Element, ?> over) {

        Object load(KernelCompiler compiler, CudaModules modules) {
            KernelSource source = KernelSource.of(type);
            return over.apply(modules.load(source.name(), compiler.cubin(source)), compiler.element());
        }
    }

    /**
     * Compiles what the cache does not hold, and loads all.
     *
     * @param cache directory of compiled kernels, made when it is missing; one that cannot be written to costs a line in the log
     * @throws CudaException when there is no code for the device, NVRTC does not compile a kernel, or the device does not take it; one
     *     sentence with the remedy, after a failed compilation also the compiler's log. A {@link NoCompilerException} when NVRTC is
     *     missing or does not know the device
     */
    public static CudaKernels load(CudaDriver driver, CudaDevice device, Element element, Path cache) {
        device.requireSupported();
        Nvrtc nvrtc = Nvrtc.load();
        KernelCompiler compiler = new KernelCompiler(
                nvrtc::compile, nvrtc.version(), driver.versionName(), nvrtc.architecture(device), element, new KernelCache(cache));
        CudaModules modules = new CudaModules(device);
        try {
            return new CudaKernels(modules, Launches.of(Arrays.stream(ALL).map(kernel -> kernel.load(compiler, modules)).toList()));
        } catch (RuntimeException e) {
            modules.close();
            throw e;
        }
    }

    /** The classes of all kernels. */
    static List<Class<?>> types() {
        return Arrays.stream(ALL).<Class<?>>map(Kernel::type).toList();
    }

    @Override
    public <L> Optional<L> find(Class<L> operation) {
        return kernels.find(operation);
    }

    /** Unloads the kernels and gives the context back. */
    @Override
    public void close() {
        modules.close();
    }
}
