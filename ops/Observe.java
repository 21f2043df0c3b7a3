import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Load of many lengths and temperatures on a server that a Prometheus scrapes; then every expression of every dashboard is asked of
 * that Prometheus, and every series that alert rules name. Each must give data, or stand in the list of those that may be empty. (An
 * alert's own expression is empty as long as all is well; rules-test.yaml makes each fire.)
 *
 * <p>{@code java -cp 'server/target/lib/*' ops/Observe.java <server> <prometheus> <seconds> [<file for the data of a picture>]}
 */
public final class Observe {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String WINDOW = "[30s]";

    /** Empty without a GPU, without NVIDIA's exporter, or where nothing fails. */
    private static final List<String> MAY_BE_EMPTY = List.of("isotherm_device_memory_bytes", "DCGM_FI_DEV_GPU_UTIL", "DCGM_FI_DEV_FB_USED");

    private static final List<String> WORDS = List.of("deep", "learning", "soup", "river", "committee", "temperature", "of", "the", "query", "index");

    private Observe() {}

    public static void main(String[] arguments) throws Exception {
        load(arguments[0], Long.parseLong(arguments[2]));
        List<String> empty = new ArrayList<>();
        int asked = 0;
        try (Stream<Path> boards = Files.list(Path.of("helm/isotherm/dashboards"))) {
            for (Path board : boards.sorted().toList()) {
                for (JsonNode panel : JSON.readTree(board.toFile()).get("panels")) {
                    for (JsonNode target : panel.get("targets")) {
                        asked++;
                        String expression = target.get("expr").asText();
                        if (!hasData(arguments[1], expression) && MAY_BE_EMPTY.stream().noneMatch(expression::contains)) {
                            empty.add("%s, %s: %s".formatted(board.getFileName(), panel.get("title").asText(), expression));
                        }
                    }
                }
            }
        }
        Set<String> series = Pattern.compile("isotherm_\\w+").matcher(Files.readString(Path.of("helm/isotherm/rules/isotherm.yaml"))).results()
                .map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
        for (String name : series) {
            if (!hasData(arguments[1], "count(" + name + ")")) {
                empty.add("alert rules: " + name);
            }
        }
        System.out.printf("%d series of alert rules asked%n", series.size());
        System.out.printf("%d expressions of dashboards asked, %d without data that should have some%n", asked, empty.size());
        empty.forEach(System.out::println);
        if (asked == 0 || series.isEmpty() || !empty.isEmpty()) {
            System.exit(1);
        }
    }

    /** Texts of 1 to 600 words, some with a temperature, some requests that are refused. */
    private static void load(String server, long seconds) throws InterruptedException {
        Random random = new Random(7);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        List<Thread> threads = new ArrayList<>();
        for (int client = 0; client < 4; client++) {
            Random own = new Random(random.nextLong());
            Thread thread = new Thread(() -> {
                while (System.nanoTime() < end) {
                    send(server, own);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void send(String server, Random random) {
        int kind = random.nextInt(20);
        String texts = Stream.generate(() -> '"' + text(random) + '"').limit(1 + random.nextInt(6)).toList().toString();
        String temperature = kind < 5 ? ", \"attention_temperature\": " + (0.5 + random.nextInt(8) / 10.0) : "";
        String body = kind == 19 ? "{\"inputs\": []}" : "{\"inputs\": " + texts + temperature + "}";
        try {
            HttpResponse<String> answer = HTTP.send(HttpRequest.newBuilder(URI.create(server + "/embed"))
                    .header("X-Isotherm-Deadline-Ms", kind == 18 ? "1" : "60000").POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 500 && answer.statusCode() != 504) {
                throw new IllegalStateException(answer.body());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String text(Random random) {
        int words = (int) Math.exp(random.nextDouble() * Math.log(600));
        return String.join(" ", Stream.generate(() -> WORDS.get(random.nextInt(WORDS.size()))).limit(Math.max(1, words)).toList());
    }

    private static boolean hasData(String prometheus, String expression) throws IOException, InterruptedException {
        String plain = expression.replace("[$__rate_interval]", WINDOW).replace("$job", ".+");
        JsonNode answer = JSON.readTree(HTTP.send(HttpRequest.newBuilder(URI.create(
                prometheus + "/api/v1/query?query=" + URLEncoder.encode(plain, StandardCharsets.UTF_8))).build(), BodyHandlers.ofString()).body());
        if (!"success".equals(answer.path("status").asText())) {
            throw new IllegalStateException(plain + ": " + answer);
        }
        for (JsonNode series : answer.at("/data/result")) {
            if (!series.at("/value/1").asText().equals("NaN")) {
                return true;
            }
        }
        return false;
    }
}
