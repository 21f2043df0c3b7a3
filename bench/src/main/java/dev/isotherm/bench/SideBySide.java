package dev.isotherm.bench;

import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.torch.Dtype;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Isotherm and its peers in one process, in turns, round after round; verified before they are timed. Writes medians, spreads and
 * ratios as Markdown. Arguments: file (docs/benchmarks.md), rounds (5).
 */
public final class SideBySide {

    private static final double SLOT_MILLIS = 300;

    /** float32 and bfloat16 against the peer's float32; int8 is two roundings apart from it. */
    private static final double MIN_COSINE = 0.999;

    private static final double MIN_COSINE_INT8 = 0.98;

    private SideBySide() {}

    /** Texts and how peers get them. */
    private record Case(Workload workload, Feeding feeding) {

        private static List<Case> all() {
            return List.of(
                    new Case(Workload.SHORT, Feeding.ONE_BATCH),
                    new Case(Workload.MEDIUM, Feeding.ONE_BATCH),
                    new Case(Workload.LONG, Feeding.ONE_BATCH),
                    new Case(Workload.MIXED, Feeding.AS_SERVED),
                    new Case(Workload.MIXED, Feeding.SORTED),
                    new Case(Workload.SINGLE, Feeding.ONE_BATCH));
        }

        private String title() {
            return feeding == Feeding.ONE_BATCH ? workload.title() : workload.title() + "; " + feeding.title();
        }
    }

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments.length > 0 ? arguments[0] : "docs/benchmarks.md");
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        StringBuilder text = new StringBuilder("""
                # Isotherm beside ONNX Runtime

                Written by `java -jar bench/target/isotherm-bench.jar` on %s: %s.

                Real tokens a second from token ids to normalized vectors: the median of %d rounds in which the contenders take turns,
                with the smallest and the largest. A ratio is the median of the rounds' ratios: bfloat16 and float32 against the peer's float32,
                int8 against its int8 (quantized dynamically). Vectors were compared before anything was timed.
                """.formatted(LocalDate.now(), Machine.describe(), rounds));
        for (BundledModel model : List.of(BundledModel.ALL_MINILM_L6, BundledModel.BGE_SMALL_EN)) {
            text.append(measure(model, rounds));
            Files.writeString(file, text);
        }
        System.out.print(text);
    }

    /** Stops everything when the vectors disagree. */
    static double verify(Contender contender, Contender reference, Workload workload) {
        double smallest = Cosine.smallest(
                contender.embed(workload.texts(), Feeding.SORTED), reference.embed(workload.texts(), Feeding.SORTED));
        double needed = contender.name().endsWith("int8") ? MIN_COSINE_INT8 : MIN_COSINE;
        if (!(smallest >= needed)) {
            throw new IllegalStateException("%s against %s, %s: cosine %.5f, at least %.3f is needed"
                    .formatted(contender.name(), reference.name(), workload.title(), smallest, needed));
        }
        return smallest;
    }

    private static String measure(BundledModel model, int rounds) {
        int threads = Runtime.getRuntime().availableProcessors();
        try (Contender float32 = Isotherm.of(model, Dtype.FLOAT32);
                Contender bfloat16 = Isotherm.of(model, Dtype.BFLOAT16);
                Contender int8 = Isotherm.of(model, Dtype.INT8);
                Contender peer = new OnnxPeer(model, false, threads);
                Contender peerInt8 = new OnnxPeer(model, true, threads)) {
            List<Contender> contenders = List.of(bfloat16, float32, peer, int8, peerInt8);
            StringBuilder text = new StringBuilder("\n## %s\n\n| input |".formatted(model.id()));
            contenders.forEach(c -> text.append(" %s |".formatted(c.name())));
            text.append(" bfloat16 | float32 | int8 |\n|---|").append("---|".repeat(contenders.size() + 3)).append('\n');
            for (Case one : Case.all()) {
                contenders.stream().filter(c -> c instanceof Isotherm).forEach(c -> verify(c, peer, one.workload()));
                Map<String, double[]> measured = time(contenders, one, rounds);
                text.append("| %s |".formatted(one.title()));
                contenders.forEach(c -> text.append(" %s |".formatted(cell(measured.get(c.name())))));
                text.append(" **%s** | **%s** | **%s** |%n".formatted(
                        ratio(measured, bfloat16, peer), ratio(measured, float32, peer), ratio(measured, int8, peerInt8)));
            }
            return text.append('\n').append(agreement(contenders, peer)).toString();
        }
    }

    private static String agreement(List<Contender> contenders, Contender reference) {
        StringBuilder text = new StringBuilder("Smallest cosine to %s, on these texts of random tokens:".formatted(reference.name()));
        for (Contender contender : contenders) {
            double smallest = Arrays.stream(Workload.values())
                    .mapToDouble(w -> Cosine.smallest(contender.embed(w.texts(), Feeding.SORTED), reference.embed(w.texts(), Feeding.SORTED)))
                    .min().orElseThrow();
            text.append(contender == reference ? "" : " %s %.5f,".formatted(contender.name(), smallest));
        }
        return text.deleteCharAt(text.length() - 1).append(".\n").toString();
    }

    /** Tokens a second of every round, by contender. */
    private static Map<String, double[]> time(List<Contender> contenders, Case one, int rounds) {
        Map<String, double[]> measured = new TreeMap<>();
        contenders.forEach(c -> measured.put(c.name(), new double[rounds]));
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : contenders) {
                measured.get(contender.name())[round] = slot(contender, one);
            }
        }
        return measured;
    }

    /** The median of the calls that fit in a slot, or of one that takes longer. */
    private static double slot(Contender contender, Case one) {
        List<Double> millis = new ArrayList<>();
        double all = 0;
        while (all < SLOT_MILLIS) {
            long start = System.nanoTime();
            contender.embed(one.workload().texts(), one.feeding());
            millis.add((System.nanoTime() - start) / 1e6);
            all += millis.get(millis.size() - 1);
        }
        millis.sort(null);
        return one.workload().tokens() * 1000 / millis.get(millis.size() / 2);
    }

    /** The median of the rounds' ratios: what disturbs the machine for a while hits both of a round. */
    private static String ratio(Map<String, double[]> measured, Contender ours, Contender theirs) {
        double[] mine = measured.get(ours.name());
        double[] others = measured.get(theirs.name());
        return "%.2f×".formatted(median(IntStream.range(0, mine.length).mapToDouble(round -> mine[round] / others[round]).toArray()));
    }

    private static String cell(double[] rounds) {
        return "%,.0f (%,.0f–%,.0f)".formatted(
                median(rounds), Arrays.stream(rounds).min().orElseThrow(), Arrays.stream(rounds).max().orElseThrow());
    }

    private static double median(double[] rounds) {
        return Arrays.stream(rounds).sorted().toArray()[rounds.length / 2];
    }
}
