package dev.isotherm.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Machine code of kernels for one architecture and element type: from the cache, else from the compiler.
 *
 * @param version the compiler's; with the driver's it says which cached code is still the right one
 */
record KernelCompiler(Compiler compiler, String version, String driver, String architecture, Element element, KernelCache cache) {

    private static final Logger LOG = LoggerFactory.getLogger(KernelCompiler.class);

    /** What makes machine code of a source. */
    @FunctionalInterface
    interface Compiler {

        /**
         * @throws CudaException with the compiler's log when the source does not compile
         */
        byte[] compile(KernelSource source, List<String> options);
    }

    /**
     * @throws CudaException with the compiler's log when the source does not compile
     */
    byte[] cubin(KernelSource source) {
        String key = key(source);
        Optional<byte[]> cached = cache.get(key);
        if (cached.isPresent()) {
            return cached.get();
        }
        long start = System.nanoTime();
        byte[] cubin = compiler.compile(source, options());
        LOG.info("Compiled {} for {} and {} in {} ms", source.name(), architecture, element, (System.nanoTime() - start) / 1_000_000);
        cache.put(key, cubin);
        return cubin;
    }

    List<String> options() {
        return List.of("--gpu-architecture=" + architecture, "--std=c++17", element.define());
    }

    private String key(KernelSource source) {
        List<String> parts = new ArrayList<>(options());
        parts.addAll(List.of(version, driver, source.name(), source.text()));
        source.headers().forEach((name, text) -> parts.addAll(List.of(name, text)));
        return Sha256.of(parts);
    }
}
