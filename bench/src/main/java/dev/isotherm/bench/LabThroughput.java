package dev.isotherm.bench;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.EmbedderOptions;
import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Overflow;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.text.Truncation;
import dev.isotherm.lab.embed.Progress;
import dev.isotherm.lab.embed.Role;
import dev.isotherm.lab.embed.TextEmbedder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The lab's way from texts to vectors on disk and back, tokenizing included, against the engine alone on the same texts, tokenized
 * and sorted beforehand, in turns. Arguments: texts (20000), rounds (3).
 */
public final class LabThroughput {

    private static final int SHORTEST = 12;
    private static final int LONGEST = 160;
    private static final String[] WORDS = ("the collection holds a document about water light engines trade history of small towns and their "
            + "people measured results show that most methods differ when texts are long river market science paper").split(" ");

    private LabThroughput() {}

    public static void main(String[] arguments) throws IOException {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        List<String> texts = texts(count);
        try (Embedder embedder = Embedder.load(EmbedderOptions.of(BundledModel.DEFAULT.id()))) {
            List<Tokens> tokens = tokens(embedder, texts);
            verify(embedder, texts.subList(0, Math.min(count, 256)));
            long total = tokens.stream().mapToLong(Tokens::count).sum();
            System.out.printf("%s %s, %d texts, %d tokens, in turns%n%n| round | lab tokens/s | engine tokens/s | ratio |%n|---|---|---|---|%n",
                    embedder.model().id(), embedder.backend().dtype().label(), count, total);
            double[] ratios = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                double engine = seconds(() -> embedder.encode(tokens, AttentionTemperature.NONE));
                double lab = seconds(() -> lab(embedder, texts));
                ratios[round] = engine / lab;
                System.out.printf("| %d | %,.0f | %,.0f | %.3f |%n", round + 1, total / lab, total / engine, ratios[round]);
            }
            Arrays.sort(ratios);
            System.out.printf("%nmedian ratio %.3f%n", ratios[rounds / 2]);
        }
    }

    /** Of distinct texts, or the lab would have less to do. */
    private static List<String> texts(int count) {
        Random random = new Random(2410);
        return IntStream.range(0, count).mapToObj(i -> i + " " + random.ints(SHORTEST + random.nextInt(LONGEST - SHORTEST), 0, WORDS.length)
                .mapToObj(word -> WORDS[word]).collect(Collectors.joining(" "))).toList();
    }

    private static List<Tokens> tokens(Embedder embedder, List<String> texts) {
        Truncation window = new Truncation(embedder.model().maxInputTokens(), Truncation.Side.RIGHT);
        return texts.stream().map(text -> embedder.tokenizer().encode(text, window))
                .sorted(Comparator.comparingInt(Tokens::count).reversed()).toList();
    }

    /** Before anything is timed. */
    private static void verify(Embedder embedder, List<String> texts) {
        double smallest = Cosine.smallest(List.of(lab(embedder, texts)), embedder.embed(texts));
        if (!(smallest > 0.999)) {
            throw new IllegalStateException("vectors differ: cosine " + smallest);
        }
        System.out.printf("smallest cosine between the two %.6f%n", smallest);
    }

    /** With an empty cache. */
    private static float[][] lab(Embedder embedder, List<String> texts) {
        Path cache = temporary();
        try (TextEmbedder lab = new TextEmbedder(embedder, cache, Progress.SILENT)) {
            return lab.embed(texts, Role.DOCUMENT, AttentionTemperature.NONE, Overflow.TRUNCATE);
        } finally {
            remove(cache);
        }
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("lab-throughput");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
