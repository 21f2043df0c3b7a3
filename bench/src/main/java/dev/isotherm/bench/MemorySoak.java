package dev.isotherm.bench;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.EmbedderOptions;
import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.torch.TorchNatives;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Resident memory over forward passes of ever new shapes: the ground of docs/decisions/primitive-cache.md. Run with a small
 * heap, so that Java's own growth does not hide the rest. Arguments: passes (400).
 */
public final class MemorySoak {

    private static final int STEP = 50;

    private MemorySoak() {}

    public static void main(String[] arguments) {
        int passes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 400;
        Random random = new Random(1);
        try (Embedder embedder = Embedder.load(EmbedderOptions.of(BundledModel.ALL_MINILM_L6.id()))) {
            for (int pass = 0; pass <= passes; pass++) {
                embedder.encoder().encode(batch(random, embedder.encoder().layers()));
                if (pass % STEP == 0) {
                    System.out.printf("%d passes, %d MiB resident%n", pass, TorchNatives.residentBytes() >> 20);
                }
            }
        }
    }

    /** 200 to 2000 tokens in texts of 8 to 248. */
    private static PackedBatch batch(Random random, int layers) {
        List<Sequence> sequences = new ArrayList<>();
        int left = 200 + random.nextInt(1800);
        while (left > 0) {
            int[] ids = random.ints(8 + random.nextInt(240), 1_000, 29_000).toArray();
            sequences.add(new Sequence(new Tokens(ids, new int[ids.length], ids.length), AttentionTemperature.NONE));
            left -= ids.length;
        }
        sequences.sort(Comparator.comparingInt(Sequence::length));
        return PackedBatch.pack(sequences, layers);
    }
}
