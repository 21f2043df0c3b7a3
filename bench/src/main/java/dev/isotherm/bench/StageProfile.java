package dev.isotherm.bench;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.hub.ModelDescriptionReader;
import dev.isotherm.engine.hub.ModelOverrides;
import dev.isotherm.engine.model.Encoder;
import dev.isotherm.engine.model.ModelFamily;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import dev.isotherm.engine.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints where the time of a forward pass goes, and what its products reach of the rate that LibTorch's own matrix product shows in
 * the same run. Arguments: model (ALL_MINILM_L6), dtype (BFLOAT16).
 */
public final class StageProfile {

    private static final int WARM_UP = 10;
    private static final int PASSES = 40;

    private StageProfile() {}

    public static void main(String[] arguments) {
        BundledModel files = arguments.length > 0 ? BundledModel.valueOf(arguments[0]) : BundledModel.ALL_MINILM_L6;
        Dtype dtype = arguments.length > 1 ? Dtype.valueOf(arguments[1]) : Dtype.BFLOAT16;
        Backend chosen = Backend.choose(ComputeOptions.automatic().withDtype(dtype));
        TimedOps timed = new TimedOps(chosen.ops());
        Backend backend = new Backend(timed, chosen.device(), chosen.dtype(), chosen.activations(), chosen.threads(), chosen.reason());
        ModelDescription model = new ModelDescriptionReader(files, ModelFamily::positions).read(ModelOverrides.NONE);
        try (Weights weights = files.openWeights(); Encoder encoder = ModelFamily.load(model, weights, backend).encoder()) {
            System.out.printf("%s, %s on %s, %d threads%n%n", files.id(), dtype.label(), timed.name(), backend.threads());
            for (Workload workload : List.of(Workload.SHORT, Workload.MEDIUM, Workload.LONG, Workload.SINGLE)) {
                double before = Product.flopsPerSecond(backend);
                Map<String, Double> milliseconds = profile(encoder, timed, workload);
                print(workload, milliseconds, timed, Math.max(before, Product.flopsPerSecond(backend)));
            }
        }
    }

    /** Milliseconds of each stage, median over the passes. */
    private static Map<String, Double> profile(Encoder encoder, TimedOps timed, Workload workload) {
        PackedBatch batch = PackedBatch.pack(
                workload.texts().stream().map(text -> new Sequence(text, AttentionTemperature.NONE)).toList(), encoder.layers());
        Map<String, List<Double>> passes = new TreeMap<>();
        for (int pass = 0; pass < WARM_UP + PASSES; pass++) {
            timed.take();
            timed.takeLinearFlops();
            timed.takeAttentionFlops();
            long start = System.nanoTime();
            encoder.encode(batch);
            double total = (System.nanoTime() - start) / 1e6;
            Map<String, Long> stages = timed.take();
            if (pass >= WARM_UP) {
                double rest = total - stages.values().stream().mapToLong(Long::longValue).sum() / 1e6;
                stages.forEach((stage, nanos) -> passes.computeIfAbsent(stage, s -> new ArrayList<>()).add(nanos / 1e6));
                passes.computeIfAbsent("(rest)", s -> new ArrayList<>()).add(rest);
                passes.computeIfAbsent("(total)", s -> new ArrayList<>()).add(total);
            }
        }
        Map<String, Double> medians = new TreeMap<>();
        passes.forEach((stage, times) -> medians.put(stage, times.stream().sorted().toList().get(times.size() / 2)));
        return medians;
    }

    private static void print(Workload workload, Map<String, Double> milliseconds, TimedOps timed, double product) {
        double total = milliseconds.get("(total)");
        System.out.printf("| %s | ms | share |%n|---|---|---|%n", workload.title());
        milliseconds.forEach((stage, ms) -> System.out.printf("| %s | %.2f | %.0f %% |%n", stage, ms, 100 * ms / total));
        double linearMillis = milliseconds.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("linear")).mapToDouble(Map.Entry::getValue).sum();
        double linear = timed.takeLinearFlops();
        double all = linear + timed.takeAttentionFlops();
        System.out.printf("%nLibTorch's product %.0f GFLOP/s; linear layers %.0f, %.0f %%; the whole forward pass %.0f, %.0f %%"
                        + " (%.0f %% counting its linear layers alone)%n%n",
                product / 1e9, linear / linearMillis / 1e6, 100 * linear / linearMillis * 1e3 / product,
                all / total / 1e6, 100 * all / total * 1e3 / product, 100 * linear / total * 1e3 / product);
    }
}
