package dev.isotherm.cpu;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The kernels of one variant.
 *
 * @param attention over activations in the variant's dtype
 * @param linear over activations in that dtype and weights in that dtype or int8
 * @param norm over activations in that dtype
 */
public record Kernels(Variant variant, AttentionKernel attention, LinearKernel linear, NormKernel norm) {

    private static final String LIBRARY = "isotherm-cpu";

    /** Where JNA looks for it, for the only platform that it is built for. */
    private static final String RESOURCE = "/linux-x86-64/libisotherm-cpu.so";

    /** What the kernels are compiled for, the fastest first. */
    public enum Variant {
        INT8_BFLOAT16_AVX512(true, true, 16, "avx512f", "avx512bw", "avx512vl", "avx512dq", "avx512_bf16", "avx512_vnni"),
        INT8_FLOAT32_AVX512(true, false, 16, "avx512f", "avx512bw", "avx512vl", "avx512dq", "avx512_vnni"),
        BFLOAT16_AVX512(false, true, 16, "avx512f", "avx512bw", "avx512vl", "avx512dq", "avx512_bf16"),
        FLOAT32_AVX512(false, false, 16, "avx512f", "avx512bw", "avx512vl", "avx512dq"),
        FLOAT32_AVX2(false, false, 8, "avx2", "fma");

        private static final int VECTORS_PER_PANEL = 3;

        private final boolean int8;
        private final boolean bfloat16;
        private final int lanes;
        private final String[] features;

        Variant(boolean int8, boolean bfloat16, int lanes, String... features) {
            this.int8 = int8;
            this.bfloat16 = bfloat16;
            this.lanes = lanes;
            this.features = features;
        }

        /** Whether linear layers multiply in int8. */
        public boolean int8() {
            return int8;
        }

        /** Whether activations are bfloat16, else float32. */
        public boolean bfloat16() {
            return bfloat16;
        }

        /** Columns of a panel of weights. */
        int panel() {
            return VECTORS_PER_PANEL * lanes;
        }

        /** Values that are multiplied and added at once. */
        int valuesPerWord() {
            return int8 ? 4 : bfloat16 ? 2 : 1;
        }

        String suffix() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Attention and norms are those of the activations. */
        private String activationSuffix() {
            return int8 ? suffix().substring("int8_".length()) : suffix();
        }
    }

    /**
     * All that this processor can run, the fastest first; none on platforms that no kernels are built for.
     *
     * @throws LinkageError when the library is there and cannot be unpacked or loaded
     */
    public static List<Kernels> all(CpuFeatures processor) {
        List<Variant> variants = Arrays.stream(Variant.values()).filter(v -> processor.has(v.features)).toList();
        if (variants.isEmpty() || Kernels.class.getResource(RESOURCE) == null) {
            return List.of();
        }
        NativeLibrary library = KeptLibraries.get(LIBRARY);
        return variants.stream().map(variant -> of(library, variant)).toList();
    }

    private static Kernels of(NativeLibrary library, Variant variant) {
        Function linear = library.getFunction("linear_" + variant.suffix());
        Function pack = library.getFunction("pack_linear_" + variant.suffix());
        return new Kernels(
                variant,
                new AttentionKernel(library.getFunction("attention_" + variant.activationSuffix())),
                new LinearKernel(linear, pack, variant),
                new NormKernel(library.getFunction("norm_" + variant.activationSuffix())));
    }
}
