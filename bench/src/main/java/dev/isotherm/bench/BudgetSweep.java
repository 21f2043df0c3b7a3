package dev.isotherm.bench;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.EmbedderOptions;
import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * How many tokens a batch needs before a larger one is no faster: the ground of the default of {@code --max-batch-tokens}.
 * Arguments: model (BGE_SMALL_EN), dtype (BFLOAT16), text length (64).
 */
public final class BudgetSweep {

    private static final int[] BUDGETS = {128, 256, 512, 1024, 2048, 4096, 8192, 16384};
    private static final int ROUNDS = 7;

    private BudgetSweep() {}

    public static void main(String[] arguments) {
        BundledModel model = arguments.length > 0 ? BundledModel.valueOf(arguments[0]) : BundledModel.BGE_SMALL_EN;
        Dtype dtype = arguments.length > 1 ? Dtype.valueOf(arguments[1]) : Dtype.BFLOAT16;
        int length = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 64;
        System.out.printf("%s %s, texts of %d tokens, median of %d rounds%n%n| budget | tokens/s | ms a batch |%n|---|---|---|%n",
                model.id(), dtype.label(), length, ROUNDS);
        try (Embedder embedder = Embedder.load(
                EmbedderOptions.of(model.id()).with(ComputeOptions.automatic().withDtype(dtype)))) {
            double[][] millis = interleaved(embedder, length);
            for (int i = 0; i < BUDGETS.length; i++) {
                Arrays.sort(millis[i]);
                double median = millis[i][ROUNDS / 2];
                System.out.printf("| %d | %,.0f | %.1f |%n", BUDGETS[i], BUDGETS[i] * 1000 / median, median);
            }
        }
    }

    /** Milliseconds of a forward pass, [budget][round]; budgets take turns, so that noise hits all alike. */
    private static double[][] interleaved(Embedder embedder, int length) {
        double[][] millis = new double[BUDGETS.length][ROUNDS];
        for (int round = -2; round < ROUNDS; round++) {
            for (int i = 0; i < BUDGETS.length; i++) {
                PackedBatch batch = batch(BUDGETS[i] / length, length, embedder.encoder().layers());
                long start = System.nanoTime();
                embedder.encoder().encode(batch);
                millis[i][Math.max(0, round)] = (System.nanoTime() - start) / 1e6;
            }
        }
        return millis;
    }

    private static PackedBatch batch(int texts, int length, int layers) {
        List<Sequence> sequences = new ArrayList<>();
        Random random = new Random(2410);
        for (int i = 0; i < texts; i++) {
            int[] ids = random.ints(length, 1_000, 29_000).toArray();
            sequences.add(new Sequence(new Tokens(ids, new int[length], length), AttentionTemperature.NONE));
        }
        return PackedBatch.pack(sequences, layers);
    }
}
