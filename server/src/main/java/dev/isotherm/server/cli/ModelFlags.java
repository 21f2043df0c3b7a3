package dev.isotherm.server.cli;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.EmbedderOptions;
import dev.isotherm.engine.hub.ModelOverrides;
import dev.isotherm.engine.hub.ModelReference;
import dev.isotherm.engine.hub.Models;
import dev.isotherm.engine.policy.EmbeddingPolicy;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import dev.isotherm.server.config.SettingException;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags that say which model is loaded and how it runs. */
final class ModelFlags {

    @Option(names = "--model-id", paramLabel = "<id>", defaultValue = "BAAI/bge-small-en-v1.5",
            description = "Bundled model, directory in Hugging Face layout, or organization/name at a hub, which is downloaded when "
                    + "it is not in the cache (default: ${DEFAULT-VALUE}).")
    private String modelId;

    @Option(names = "--revision", paramLabel = "<name>",
            description = "Branch, tag or commit of a model at a hub (default: main, as the cache has it).")
    private String revision;

    @Option(names = "--pooling", paramLabel = "<mode>",
            description = "cls, max, mean, mean-sqrt-len, weighted-mean, last-token, or splade, which yields sparse vectors (default: the "
                    + "model's).")
    private String pooling;

    @Option(names = "--normalize", paramLabel = "<bool>", arity = "1",
            description = "Whether vectors get length 1 (default: the model's).")
    private Boolean normalize;

    @Option(names = "--max-input-tokens", paramLabel = "<n>", description = "The model's window (default: the model's).")
    private Integer maxInputTokens;

    @Option(names = "--default-prompt-name", paramLabel = "<name>",
            description = "Prompt of the model put before every text for which none is asked.")
    private String defaultPromptName;

    @Option(names = "--default-prompt", paramLabel = "<text>", description = "Text put before every text for which no prompt is asked.")
    private String defaultPrompt;

    @Option(names = "--dtype", paramLabel = "<type>", defaultValue = "auto",
            description = "auto, float32, bfloat16, float16 or int8; auto is float16 on CUDA (bfloat16 for T5, ModernBERT and decoders), bfloat16 on processors with native "
                    + "bf16 products, else float32; int8 is faster still and a little less exact (default: ${DEFAULT-VALUE}).")
    private String dtype;

    @Option(names = "--device", paramLabel = "<device>", defaultValue = "auto",
            description = "auto, cpu, cuda, or one or more cuda:<index> separated by commas (default: ${DEFAULT-VALUE}).")
    private String device;

    @Option(names = "--backend", paramLabel = "<name>", defaultValue = "auto",
            description = "auto, kernels (our own, for AVX2 and AVX-512 on Linux), onednn (for AMX and other platforms) or torch (plain "
                    + "LibTorch, the reference) (default: ${DEFAULT-VALUE}).")
    private String backend;

    @Option(names = "--threads", paramLabel = "<n>", description = "CPU threads of a forward pass (default: the processors granted).")
    private Integer threads;

    @Mixin
    private NativeCacheFlag nativeCache;

    @Option(names = "--verbose", description = "Stack traces for errors.")
    private boolean verbose;

    /** Loads the model, downloading what the cache lacks. */
    static Embedder load(EmbedderOptions options) {
        return Embedder.load(options, Models.locate(options.model(), Terminal.hub(options.compute().nativeCache())));
    }

    /**
     * @param policy how texts are embedded when nothing else is asked for
     */
    EmbedderOptions options(EmbeddingPolicy policy) {
        return new EmbedderOptions(
                new ModelReference(modelId, Optional.ofNullable(revision)),
                new ModelOverrides(
                        Optional.ofNullable(pooling).map(ModelFlags::pooling),
                        Optional.ofNullable(normalize),
                        Optional.ofNullable(maxInputTokens),
                        Optional.ofNullable(defaultPromptName),
                        Optional.ofNullable(defaultPrompt)),
                policy,
                new ComputeOptions(
                        device,
                        backend,
                        dtype.equals("auto") ? Optional.empty() : Optional.of(dtype(dtype)),
                        Optional.ofNullable(threads).orElseGet(Runtime.getRuntime()::availableProcessors),
                        nativeCache.directory()));
    }

    static Pooling pooling(String label) {
        return Pooling.of(label).orElseThrow(() -> new SettingException("pooling", label, Pooling.labels()));
    }

    private static Dtype dtype(String label) {
        return Dtype.of(label).orElseThrow(() -> new SettingException("dtype", label, "auto, " + Dtype.labels()));
    }
}
