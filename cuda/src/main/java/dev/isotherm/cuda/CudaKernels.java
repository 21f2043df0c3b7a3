package dev.isotherm.cuda;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The kernels of one device and element type, compiled for it. Launches are asynchronous, on the stream that they are given, and may
 * come from any thread, one at a time for each stream; the device's primary context becomes that thread's current one. Close only when
 * nobody launches any more.
 */
public final class CudaKernels implements AutoCloseable {

    private static final List<Kernel<?>> ALL = List.of(
            new Kernel<>(QkvBiasTemperature.class, QkvBiasTemperature::new),
            new Kernel<>(ResidualLayerNorm.class, ResidualLayerNorm::new),
            new Kernel<>(EmbeddingLayerNorm.class, EmbeddingLayerNorm::new),
            new Kernel<>(BiasGelu.class, BiasGelu::new),
            new Kernel<>(PoolSpans.class, PoolSpans::new));

    private final CudaModules modules;
    private final Map<Class<?>, Object> kernels = new HashMap<>();

    private CudaKernels(CudaModules modules) {
        this.modules = modules;
    }

    private record Kernel<K>(Class<K> type, BiFunction<KernelFunction, Element, K> over) {}

    /**
     * Compiles what the cache does not hold, and loads all.
     *
     * @param cache directory of compiled kernels, made when it is missing; one that cannot be written to costs a line in the log
     * @throws CudaException when the device is older than sm_75, NVRTC is missing or does not compile a kernel, or the device does not
     *     take it; one sentence with the remedy, after a failed compilation also the compiler's log
     */
    public static CudaKernels load(CudaDriver driver, CudaDevice device, Element element, Path cache) {
        device.requireSupported();
        Nvrtc nvrtc = Nvrtc.load();
        KernelCompiler compiler = new KernelCompiler(
                nvrtc::compile, nvrtc.version(), driver.versionName(), device.architecture(), element, new KernelCache(cache));
        CudaKernels loaded = new CudaKernels(new CudaModules(device));
        try {
            ALL.forEach(kernel -> loaded.add(kernel, compiler));
            return loaded;
        } catch (RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    /** The classes of all kernels. */
    static List<Class<?>> types() {
        return ALL.stream().<Class<?>>map(Kernel::type).toList();
    }

    private <K> void add(Kernel<K> kernel, KernelCompiler compiler) {
        KernelSource source = KernelSource.of(kernel.type);
        KernelFunction function = modules.load(source.name(), compiler.cubin(source));
        kernels.put(kernel.type, kernel.over.apply(function, compiler.element()));
    }

    /**
     * The kernel of a class, such as {@code get(BiasGelu.class)}.
     *
     * @throws IllegalArgumentException when the class is no kernel's
     */
    public <K> K get(Class<K> type) {
        if (!kernels.containsKey(type)) {
            throw new IllegalArgumentException("no kernel " + type.getSimpleName());
        }
        return type.cast(kernels.get(type));
    }

    /** Unloads the kernels and gives the context back. */
    @Override
    public void close() {
        modules.close();
    }
}
