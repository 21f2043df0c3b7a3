package dev.isotherm.bench;

import dev.isotherm.engine.hub.BundledModel;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The server as a process of its own under many clients and a mix of lengths: how long until it is ready, where its CPU seconds go
 * by thread, and what becomes of its memory. Arguments: seconds (30), then flags of {@code isotherm serve}.
 */
public final class ServedLoad {

    private static final Path SERVER = Path.of("server/target/isotherm.jar");
    private static final int CLIENTS = 16;
    private static final int SAMPLES = 20;
    private static final Pattern WORD = Pattern.compile("\"([a-z]{3,9})\":");

    private final String[] words;
    private final URI server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicLong tokens = new AtomicLong();
    private volatile boolean stopped;

    private ServedLoad(URI server) {
        this.server = server;
        this.words = WORD.matcher(new String(BundledModel.BGE_SMALL_EN.read("tokenizer.json").orElseThrow()))
                .results().map(match -> match.group(1)).toArray(String[]::new);
    }

    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
        int port = freePort();
        List<String> command = IntStream.range(1, arguments.length).mapToObj(i -> arguments[i]).collect(Collectors.toList());
        command.addAll(0, List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", SERVER.toString(),
                "serve", "--hostname", "127.0.0.1", "--port", Integer.toString(port)));
        long began = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            ServedLoad load = new ServedLoad(URI.create("http://127.0.0.1:" + port));
            load.awaitReady(process);
            System.out.printf("ready %.2f s after the process began%n", (System.nanoTime() - began) / 1e9);
            load.run(new ProcessStatistics(process.pid()), seconds);
        } finally {
            process.destroy();
            process.waitFor(30, TimeUnit.SECONDS);
        }
    }

    private void run(ProcessStatistics statistics, int seconds) throws IOException, InterruptedException {
        List<Thread> clients = IntStream.range(0, CLIENTS).mapToObj(i -> new Thread(() -> embedUntilStopped(new Random(i)))).toList();
        clients.forEach(Thread::start);
        // The JVM compiles for a while; what the server costs in the long run begins after that.
        Thread.sleep(Math.min(20_000, seconds * 500L));
        ProcessStatistics.Sample first = statistics.sample();
        long tokensBefore = tokens.get();
        double[] minutes = new double[SAMPLES];
        double[] mebibytes = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            Thread.sleep(seconds * 1000L / SAMPLES);
            minutes[i] = (i + 1.0) * seconds / SAMPLES / 60;
            mebibytes[i] = statistics.residentBytes() / 1048576.0;
        }
        ProcessStatistics.Sample used = statistics.sample().minus(first);
        long embedded = tokens.get() - tokensBefore;
        stopped = true;
        for (Thread client : clients) {
            client.join();
        }
        System.out.printf("%,d tokens in %d s: %,.0f tokens/s%n%s", embedded, seconds, (double) embedded / seconds, used);
        System.out.printf("resident: %.0f MiB at first, %.0f at last, %+.2f MiB a minute%n",
                mebibytes[0], mebibytes[SAMPLES - 1], slope(minutes, mebibytes));
    }

    private void awaitReady(Process process) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/health/ready")).build();
        while (process.isAlive()) {
            try {
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYetListening) {
                Thread.sleep(10);
            }
        }
        throw new IllegalStateException("the server ended with " + process.exitValue());
    }

    private void embedUntilStopped(Random random) {
        while (!stopped) {
            String texts = IntStream.range(0, 1 + random.nextInt(8))
                    .mapToObj(i -> "\"" + text(random) + "\"").collect(Collectors.joining(",", "[", "]"));
            HttpRequest request = HttpRequest.newBuilder(server.resolve("/embed"))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"inputs\": " + texts + "}")).build();
            try {
                HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() != 200) {
                    throw new IllegalStateException("answered " + response.statusCode());
                }
                tokens.addAndGet(Long.parseLong(response.headers().firstValue("X-Isotherm-Tokens").orElseThrow()));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Most texts are short, some fill the window: lengths are uniform on a scale of logarithms, 6 to 400 words. */
    private String text(Random random) {
        int length = (int) (6 * Math.pow(400.0 / 6, random.nextDouble()));
        return IntStream.range(0, length).mapToObj(i -> words[random.nextInt(words.length)]).collect(Collectors.joining(" "));
    }

    private static double slope(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double above = 0;
        double below = 0;
        for (int i = 0; i < x.length; i++) {
            above += (x[i] - meanX) * (y[i] - meanY);
            below += (x[i] - meanX) * (x[i] - meanX);
        }
        return above / below;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
