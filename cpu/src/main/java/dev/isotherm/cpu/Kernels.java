package dev.isotherm.cpu;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.List;
import java.util.Optional;

/** The library of compiled kernels: for each of them the variants that this processor can run, the fastest first. */
public final class Kernels {

    private static final String LIBRARY = "isotherm-cpu";

    private final NativeLibrary library;
    private final CpuFeatures processor;

    private Kernels(NativeLibrary library, CpuFeatures processor) {
        this.library = library;
        this.processor = processor;
    }

    /** What a variant is compiled for. */
    enum Variant {
        BFLOAT16_AVX512("bfloat16_avx512", true, "avx512f", "avx512bw", "avx512vl", "avx512dq", "avx512_bf16"),
        FLOAT32_AVX512("float32_avx512", false, "avx512f", "avx512bw", "avx512vl", "avx512dq"),
        FLOAT32_AVX2("float32_avx2", false, "avx2", "fma");

        private final String suffix;
        private final boolean bfloat16;
        private final String[] features;

        Variant(String suffix, boolean bfloat16, String... features) {
            this.suffix = suffix;
            this.bfloat16 = bfloat16;
            this.features = features;
        }
    }

    /** Empty on platforms that no kernels are built for. */
    public static Optional<Kernels> load(CpuFeatures processor) {
        try {
            return Optional.of(new Kernels(NativeLibrary.getInstance(LIBRARY), processor));
        } catch (UnsatisfiedLinkError notBuiltForThisPlatform) {
            return Optional.empty();
        }
    }

    /**
     * Attention over the dtype.
     *
     * @param bfloat16 over bfloat16, else float32
     * @return empty when the processor can run no variant of it
     */
    public Optional<AttentionKernel> attention(boolean bfloat16) {
        return variants(bfloat16).stream().findFirst().map(this::attention);
    }

    /** The variants that this processor can run, the fastest first. */
    List<Variant> variants(boolean bfloat16) {
        return List.of(Variant.values()).stream().filter(v -> v.bfloat16 == bfloat16 && processor.has(v.features)).toList();
    }

    AttentionKernel attention(Variant variant) {
        return new AttentionKernel(function("attention", variant), variant.suffix);
    }

    private Function function(String kernel, Variant variant) {
        return library.getFunction(kernel + "_" + variant.suffix);
    }
}
