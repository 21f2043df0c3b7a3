package dev.isotherm.bench.http;

import dev.isotherm.bench.Cosine;
import dev.isotherm.bench.gpu.Limits;
import dev.isotherm.bench.http.Load.Result;
import dev.isotherm.engine.hub.BundledModel;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Servers beside each other, by HTTP: on whatever device, with one BERT model of the English vocabulary ({@code bench/gpu/run} starts them).
 * Their vectors are compared first; then they take turns under the same load.
 *
 * <p>Arguments: {@code name=http://host:port} for each, and, if wanted, {@code clients=64 texts=32 seconds=5 rounds=5}; on a GPU
 * {@code limits=H100_SXM,BGE_SMALL} adds what each rate is of the data sheet's products, bandwidth and roofline.
 */
public final class HttpSideBySide {

    private static final int BODIES = 32;
    private static final int SPECIAL_TOKENS = 2;
    private static final double LEAST_COSINE = 0.99;
    private static final Pattern WORD = Pattern.compile("\"([a-z]{3,9})\":\\s*\\d");

    private final String[] words = WORD.matcher(new String(BundledModel.BGE_SMALL_EN.read("tokenizer.json").orElseThrow()))
            .results().map(match -> match.group(1)).toArray(String[]::new);
    private final Random random = new Random(2410);
    private final List<Endpoint> endpoints = new ArrayList<>();
    private int clients = 64;
    private int texts = 32;
    private int seconds = 5;
    private int rounds = 5;
    private Optional<Limits> limits = Optional.empty();

    HttpSideBySide() {}

    public static void main(String[] arguments) throws Exception {
        HttpSideBySide bench = new HttpSideBySide();
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (String argument : arguments) {
            bench.accept(argument, http);
        }
        if (bench.endpoints.isEmpty()) {
            throw new IllegalArgumentException("no endpoint given, such as isotherm=http://127.0.0.1:8080");
        }
        bench.run();
    }

    private void accept(String argument, HttpClient http) {
        String value = argument.substring(argument.indexOf('=') + 1);
        switch (argument.split("=")[0]) {
            case "clients" -> clients = Integer.parseInt(value);
            case "texts" -> texts = Integer.parseInt(value);
            case "seconds" -> seconds = Integer.parseInt(value);
            case "rounds" -> rounds = Integer.parseInt(value);
            case "limits" -> limits = Optional.of(Limits.of(value.split(",")[0], value.split(",")[1]));
            default -> endpoints.add(Endpoint.parse(argument, http));
        }
    }

    private void run() throws Exception {
        List<Load> loads = List.of(between("16 tokens", 16, 16), between("128 tokens", 128, 128), between("512 tokens", 512, 512), between("8 to 400 tokens", 8, 400));
        for (Load load : loads) {
            verify(load);
        }
        System.out.printf("%d clients, %d texts a request, medians of %d rounds of %d s%n%n", clients, texts, rounds, seconds);
        System.out.println("| texts of | server | tokens/s | against the last | p50 ms | p99 ms |"
                + limits.map(some -> " products | bandwidth | roofline |").orElse("") + "\n|---|---|---|---|---|---|" + limits.map(some -> "---|---|---|").orElse(""));
        for (Load load : loads) {
            compare(load);
        }
    }

    private void compare(Load load) throws Exception {
        double[][] rates = new double[endpoints.size()][rounds];
        double[][] p50 = new double[endpoints.size()][rounds];
        double[][] p99 = new double[endpoints.size()][rounds];
        for (int round = -1; round < rounds; round++) {
            for (int i = 0; i < endpoints.size(); i++) {
                Result result = load.run(endpoints.get(i), clients, seconds);
                // The round before the first warms up.
                if (round >= 0) {
                    rates[i][round] = result.tokensPerSecond();
                    p50[i][round] = result.percentile(0.5);
                    p99[i][round] = result.percentile(0.99);
                }
            }
        }
        double[] last = rates[rates.length - 1];
        for (int i = 0; i < endpoints.size(); i++) {
            double[] mine = rates[i];
            double ratio = median(IntStream.range(0, rounds).mapToDouble(round -> mine[round] / last[round]).toArray());
            String ofLimits = limits.map(some -> " " + some.percent(median(mine), load.length()) + " |").orElse("");
            System.out.printf("| %s | %s | %,.0f | %.2f× | %.1f | %.1f |%s%n", load.title(), endpoints.get(i).name(), median(mine), ratio,
                    median(p50[i]), median(p99[i]), ofLimits);
        }
    }

    /** Servers that do not agree are not compared. */
    private void verify(Load load) throws IOException, InterruptedException {
        float[][] expected = endpoints.get(endpoints.size() - 1).vectors(load.bodies().get(0));
        for (Endpoint endpoint : endpoints) {
            float[][] actual = endpoint.vectors(load.bodies().get(0));
            for (int i = 0; i < texts; i++) {
                double cosine = Cosine.of(actual[i], expected[i]);
                if (!(cosine >= LEAST_COSINE)) {
                    throw new IllegalStateException("%s: %s and %s do not agree, cosine %.4f".formatted(
                            load.title(), endpoint.name(), endpoints.get(endpoints.size() - 1).name(), cosine));
                }
            }
        }
    }

    /** Requests of texts of one length. */
    Load load(String title, int textsOfOne, int tokens) throws IOException {
        texts = textsOfOne;
        return between(title, tokens, tokens);
    }

    /** Every word is one token of the vocabulary. */
    private Load between(String title, int shortest, int longest) throws IOException {
        List<byte[]> bodies = new ArrayList<>();
        int[] lengths = IntStream.range(0, texts).map(i -> shortest + random.nextInt(longest - shortest + 1)).toArray();
        for (int i = 0; i < BODIES; i++) {
            bodies.add(Endpoint.body(Arrays.stream(lengths).mapToObj(this::text).toList()));
        }
        return new Load(title, bodies, Arrays.stream(lengths).sum(), Arrays.stream(lengths).average().orElseThrow());
    }

    private String text(int tokens) {
        return String.join(" ", random.ints(tokens - SPECIAL_TOKENS, 0, words.length).mapToObj(i -> words[i]).toList());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
