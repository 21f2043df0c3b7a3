package dev.isotherm.server.cli;

import dev.isotherm.engine.PublishedSpace;
import dev.isotherm.engine.hub.DownloadLog;
import dev.isotherm.engine.hub.Hub;
import dev.isotherm.engine.hub.HubModel;
import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.engine.hub.ModelOverrides;
import dev.isotherm.engine.hub.client.HubException;
import dev.isotherm.engine.hub.client.HubSettings;
import dev.isotherm.engine.weights.WeightsException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code isotherm models}. */
@Command(name = "models", mixinStandardHelpOptions = true,
        description = "Lists the models in the cache: revision, commit, size, and the fingerprint of their embeddings.",
        footer = {"", "A fingerprint that nobody asked for yet takes reading all weights."})
final class ModelsCommand implements Callable<Integer> {

    private static final int SHORT_COMMIT = 12;

    @Spec
    private CommandSpec spec;

    @Mixin
    private NativeCacheFlag nativeCache;

    @Override
    public Integer call() {
        HubSettings settings = HubSettings.of(System.getenv()).withoutNetwork();
        List<HubModel> models = new Hub(settings, new DownloadLog()).cached();
        PrintWriter out = spec.commandLine().getOut();
        if (models.isEmpty()) {
            out.println("no models in " + settings.cache());
        } else {
            out.print(table(models));
        }
        out.flush();
        return 0;
    }

    private TextTable table(List<HubModel> models) {
        int names = models.stream().mapToInt(model -> model.id().length()).max().orElse(0);
        int revisions = models.stream().mapToInt(model -> revision(model).length()).max().orElse(0);
        TextTable table = TextTable.forColumns(spec.commandLine().getColorScheme(),
                column(Math.max(names, "MODEL".length())), column(Math.max(revisions, "REVISION".length())),
                column(SHORT_COMMIT), column(Sizes.WIDTH), new Column(60, 2, Column.Overflow.WRAP));
        table.addRowValues("MODEL", "REVISION", "COMMIT", "SIZE", "FINGERPRINT");
        models.forEach(model -> table.addRowValues(model.id(), revision(model), shortCommit(model), Sizes.readable(model.size()),
                fingerprint(model)));
        return table;
    }

    private static Column column(int width) {
        return new Column(width + 2, 0, Column.Overflow.SPAN);
    }

    private static String revision(HubModel model) {
        return model.commit().filter(model.revision()::equals).isPresent() ? "-" : model.revision();
    }

    private static String shortCommit(HubModel model) {
        return model.commit().orElse("").substring(0, SHORT_COMMIT);
    }

    private String fingerprint(HubModel model) {
        try {
            return model.hasWeights() ? PublishedSpace.of(model, ModelOverrides.NONE, nativeCache.directory()).fingerprint() : "incomplete";
        } catch (HubException e) {
            return "incomplete";
        } catch (ModelException | WeightsException e) {
            return e.getMessage();
        }
    }
}
