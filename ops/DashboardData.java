import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A dashboard with what a Prometheus answers to its expressions, as {@code data.js} for {@code dashboard.html}.
 *
 * <p>{@code java -cp 'server/target/lib/*' ops/DashboardData.java <prometheus> <dashboard> <seconds> <data.js>}
 */
public final class DashboardData {

    private DashboardData() {}

    public static void main(String[] arguments) throws Exception {
        JsonMapper json = new JsonMapper();
        HttpClient http = HttpClient.newHttpClient();
        ObjectNode board = (ObjectNode) json.readTree(Path.of(arguments[1]).toFile());
        long end = Instant.now().getEpochSecond();
        long start = end - Long.parseLong(arguments[2]);
        for (JsonNode panel : board.get("panels")) {
            for (JsonNode target : panel.get("targets")) {
                String expression = target.get("expr").asText().replace("[$__rate_interval]", "[20s]").replace("$job", ".+");
                String uri = "%s/api/v1/query_range?query=%s&start=%d&end=%d&step=1".formatted(
                        arguments[0], URLEncoder.encode(expression, StandardCharsets.UTF_8), start, end);
                JsonNode answer = json.readTree(http.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString()).body());
                ((ObjectNode) target).set("series", (ArrayNode) answer.at("/data/result"));
            }
        }
        Files.writeString(Path.of(arguments[3]), "const board = " + board + ";\n");
    }
}
