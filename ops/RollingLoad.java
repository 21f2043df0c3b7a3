import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Load for ops/rolling-restart: {@code java RollingLoad.java <url> <clients> <file>}. Each client sends one text after the other and compares
 * the answer with the vector that the text had at first, until the file is there. Then it prints counts; the exit code is 1 if anything
 * was lost, refused or wrong.
 */
final class RollingLoad {

    private static final int TEXTS = 32;

    /** Of batches of different sizes the last bits may differ; another text's vector is far away. */
    private static final double SAME = 0.999;

    private final URI url;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    private RollingLoad(URI url) {
        this.url = url;
    }

    public static void main(String[] arguments) throws Exception {
        RollingLoad load = new RollingLoad(URI.create(arguments[0] + "/embed"));
        List<float[]> expected = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            expected.add(vector(load.send(i).body()));
        }
        Path end = Path.of(arguments[2]);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            int first = i;
            clients.add(new Thread(() -> load.client(first, expected, end)));
        }
        clients.forEach(Thread::start);
        for (Thread client : clients) {
            client.join();
        }
        System.out.printf("load: %d requests answered 200 with the right vector, %d not%n", load.answered.get(), load.failed.get());
        System.exit(load.failed.get() == 0 && load.answered.get() > 0 ? 0 : 1);
    }

    private void client(int first, List<float[]> expected, Path end) {
        for (int i = first; !Files.exists(end); i++) {
            try {
                HttpResponse<String> response = send(i % TEXTS);
                if (response.statusCode() != 200) {
                    fail("answered " + response.statusCode() + ": " + response.body());
                } else if (cosine(vector(response.body()), expected.get(i % TEXTS)) < SAME) {
                    fail("answered another vector");
                } else {
                    answered.incrementAndGet();
                }
            } catch (Exception e) {
                fail(e.toString());
            }
        }
    }

    private void fail(String how) {
        if (failed.incrementAndGet() <= 20) {
            System.out.println("load: a request " + how);
        }
    }

    private HttpResponse<String> send(int text) throws Exception {
        String body = "{\"inputs\": \"" + ("word number " + text + " ").repeat(1 + text % 8) + "\"}";
        return http.send(HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(30)).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private static float[] vector(String body) {
        String[] numbers = body.substring(2, body.length() - 2).split(",");
        float[] vector = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            vector[i] = Float.parseFloat(numbers[i].strip());
        }
        return vector;
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double lengths = 0;
        double others = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            lengths += a[i] * a[i];
            others += b[i] * b[i];
        }
        return product / Math.sqrt(lengths * others);
    }
}
