package dev.isotherm.bench;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.EmbedderOptions;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tokens a second of several models in turns, and the ratio to the first. Arguments: dtype, then directories of models whose vocabularies
 * reach to 29,000.
 */
public final class ModelRates {

    private static final int WARM_UP = 2;
    private static final int ROUNDS = 15;
    private static final double ALIKE = 0.999;

    private ModelRates() {}

    public static void main(String[] arguments) {
        Dtype dtype = Dtype.valueOf(arguments[0]);
        List<Embedder> models = new ArrayList<>();
        try {
            for (String directory : Arrays.asList(arguments).subList(1, arguments.length)) {
                models.add(Embedder.load(EmbedderOptions.of(directory).with(ComputeOptions.automatic().withDtype(dtype))));
            }
            System.out.println("| input | model | tokens/s | to the first |\n|---|---|---|---|");
            List.of(Workload.SHORT, Workload.MEDIUM, Workload.LONG).forEach(workload -> print(workload, models, arguments));
        } finally {
            models.forEach(Embedder::close);
        }
    }

    private static void print(Workload workload, List<Embedder> models, String[] arguments) {
        models.forEach(model -> verify(model, workload.texts()));
        double[][] rates = new double[models.size()][ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (int i = 0; i < models.size(); i++) {
                long start = System.nanoTime();
                models.get(i).encode(workload.texts(), AttentionTemperature.NONE);
                rates[i][Math.max(0, round)] = workload.tokens() * 1e9 / (System.nanoTime() - start);
            }
        }
        Arrays.stream(rates).forEach(Arrays::sort);
        for (int i = 0; i < rates.length; i++) {
            System.out.printf("| %s | %s | %,.0f | %.2f |%n", workload.title(), Path.of(arguments[i + 1]).getFileName(), rates[i][ROUNDS / 2],
                    rates[i][ROUNDS / 2] / rates[0][ROUNDS / 2]);
        }
    }

    /** A text's vector must not depend on what it is computed with. */
    private static void verify(Embedder model, List<Tokens> texts) {
        List<float[]> alone = List.of(model.encode(texts.subList(0, 1), AttentionTemperature.NONE).get(0));
        double cosine = Cosine.smallest(alone, model.encode(texts, AttentionTemperature.NONE).subList(0, 1));
        if (!(cosine >= ALIKE)) {
            throw new IllegalStateException("%s: alone and in a batch a text's vectors have a cosine of %f".formatted(model.model().id(), cosine));
        }
    }
}
