package dev.isotherm.server.cli;

import dev.isotherm.engine.PublishedSpace;
import dev.isotherm.engine.hub.HubModel;
import dev.isotherm.engine.hub.ModelOverrides;
import dev.isotherm.engine.hub.Models;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isotherm download}. */
@Command(name = "download", mixinStandardHelpOptions = true,
        description = "Brings a model of a hub into the cache, or an update of it, for images and for hosts without a network.",
        footer = {"", "The variables of Hugging Face's own client hold: HF_ENDPOINT, HF_TOKEN, HF_HOME, HF_HUB_CACHE.",
            "Only files that serving reads are fetched: of weights model.safetensors, else pytorch_model.bin, else ONNX."})
final class DownloadCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private NativeCacheFlag nativeCache;

    @Parameters(paramLabel = "<organization/name>", description = "The model.")
    private String modelId;

    @Option(names = "--revision", paramLabel = "<name>", description = "Branch, tag or commit (default: main).")
    private String revision;

    @Option(names = "--pooling", paramLabel = "<mode>",
            description = "As of serve, for a model that serves with this flag only (default: the model's).")
    private String pooling;

    @Override
    public Integer call() {
        ModelOverrides overrides = new ModelOverrides(Optional.ofNullable(pooling).map(ModelFlags::pooling), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty());
        HubModel model = Terminal.hub(nativeCache.directory()).latest(Models.repository(modelId), Optional.ofNullable(revision));
        PublishedSpace.requireSupported(model, overrides);
        model.requireWeights();
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s %s, %s, fingerprint %s%n", model.id(), model.commit().orElse(""), Sizes.readable(model.size()),
                PublishedSpace.of(model, overrides, nativeCache.directory()).fingerprint());
        out.flush();
        return 0;
    }
}
