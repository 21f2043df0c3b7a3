package dev.isotherm.bench;

import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.torch.Dtype;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the contenders in turns, round after round, and prints medians, spreads and ratios as a Markdown table.
 * Arguments: rounds (3), model (ALL_MINILM_L6), dtype (BFLOAT16).
 */
public final class SideBySide {

    private SideBySide() {}

    public static void main(String[] arguments) throws RunnerException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        BundledModel model = arguments.length > 1 ? BundledModel.valueOf(arguments[1]) : BundledModel.ALL_MINILM_L6;
        Dtype dtype = arguments.length > 2 ? Dtype.valueOf(arguments[2]) : Dtype.BFLOAT16;
        System.out.printf("%s, Isotherm %s against ONNX Runtime float32, %d rounds, tokens/s, median (spread)%n%n",
                model.id(), dtype.label(), rounds);
        System.out.println("| input | Isotherm | ONNX Runtime | ratio |\n|---|---|---|---|");
        for (Workload workload : Workload.values()) {
            System.out.println(row(workload, measure(rounds, model, dtype, workload)));
        }
    }

    /** Milliseconds of each round, by contender. */
    private static Map<String, List<Double>> measure(int rounds, BundledModel model, Dtype dtype, Workload workload)
            throws RunnerException {
        Map<String, List<Double>> medians = new TreeMap<>();
        for (int round = 0; round < rounds; round++) {
            Collection<RunResult> results = new Runner(new OptionsBuilder()
                    .include(ForwardBenchmark.class.getName())
                    .param("model", model.name())
                    .param("dtype", dtype.name())
                    .param("workload", workload.name())
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build()).run();
            for (RunResult result : results) {
                medians.computeIfAbsent(result.getPrimaryResult().getLabel(), label -> new ArrayList<>())
                        .add(result.getPrimaryResult().getStatistics().getPercentile(50));
            }
        }
        return medians;
    }

    private static String row(Workload workload, Map<String, List<Double>> milliseconds) {
        List<Double> ours = tokensPerSecond(workload, milliseconds.get("isotherm"));
        List<Double> theirs = tokensPerSecond(workload, milliseconds.get("onnxRuntime"));
        return "| %s | %s | %s | %.2f× |".formatted(
                workload.title(), cell(ours), cell(theirs), median(ours) / median(theirs));
    }

    private static List<Double> tokensPerSecond(Workload workload, List<Double> milliseconds) {
        return milliseconds.stream().map(ms -> workload.tokens() * 1000 / ms).sorted().toList();
    }

    private static String cell(List<Double> sorted) {
        return "%,.0f (%,.0f–%,.0f)".formatted(median(sorted), Collections.min(sorted), Collections.max(sorted));
    }

    private static double median(List<Double> sorted) {
        return sorted.get(sorted.size() / 2);
    }
}
