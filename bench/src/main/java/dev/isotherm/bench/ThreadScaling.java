package dev.isotherm.bench;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.EmbedderOptions;
import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Tokens a second by one thread and by more, in turns. Arguments: model (ALL_MINILM_L6), dtype (BFLOAT16). */
public final class ThreadScaling {

    private static final int ROUNDS = 9;
    private static final int CALLS = 3;

    private ThreadScaling() {}

    public static void main(String[] arguments) {
        BundledModel model = arguments.length > 0 ? BundledModel.valueOf(arguments[0]) : BundledModel.ALL_MINILM_L6;
        Dtype dtype = arguments.length > 1 ? Dtype.valueOf(arguments[1]) : Dtype.BFLOAT16;
        List<Isotherm> contenders = new ArrayList<>();
        for (int threads = 1; threads <= Runtime.getRuntime().availableProcessors(); threads *= 2) {
            ComputeOptions compute = new ComputeOptions("cpu", "auto", Optional.of(dtype), threads, Optional.empty());
            contenders.add(new Isotherm(Embedder.load(EmbedderOptions.of(model.id()).with(compute))));
        }
        System.out.printf("%s %s, median of %d rounds in turns%n%n| input | threads | tokens/s | against one |%n|---|---|---|---|%n",
                model.id(), dtype.label(), ROUNDS);
        for (Workload workload : List.of(Workload.SHORT, Workload.MEDIUM, Workload.LONG, Workload.MIXED)) {
            print(workload, contenders, measure(workload, contenders));
        }
        contenders.forEach(Isotherm::close);
    }

    /** Milliseconds, [contender][round]. */
    private static double[][] measure(Workload workload, List<Isotherm> contenders) {
        double[][] millis = new double[contenders.size()][ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            for (int i = 0; i < millis.length; i++) {
                long start = System.nanoTime();
                for (int call = 0; call < CALLS; call++) {
                    contenders.get(i).embed(workload.texts(), Feeding.ONE_BATCH);
                }
                millis[i][Math.max(0, round)] = (System.nanoTime() - start) / 1e6 / CALLS;
            }
        }
        return millis;
    }

    private static void print(Workload workload, List<Isotherm> contenders, double[][] millis) {
        double[] rates = Arrays.stream(millis).mapToDouble(times -> {
            Arrays.sort(times);
            return workload.tokens() * 1000 / times[ROUNDS / 2];
        }).toArray();
        for (int i = 0; i < rates.length; i++) {
            System.out.printf("| %s | %d | %,.0f | %.2f× |%n",
                    workload.title(), contenders.get(i).embedder().backend().threads(), rates[i], rates[i] / rates[0]);
        }
    }
}
