package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} against what a server says of itself. */
class MetricsDocumentTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(isotherm_\\w+)` \\| (\\w+) \\|([^|]*)\\|");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (isotherm_\\w+) (\\w+)$");
    private static final Pattern LABELS = Pattern.compile("(?m)^(isotherm_\\w+?)(?:_bucket|_sum|_count)?\\{([^}]*)}");

    @Test
    void everySeriesIsDescribedWithItsKindAndLabels() throws IOException {
        Map<String, String> described = new TreeMap<>();
        Map<String, Set<String>> describedLabels = new TreeMap<>();
        ROW.matcher(Files.readString(Path.of("../docs/metrics.md"))).results().forEach(row -> {
            described.put(row.group(1), row.group(2));
            describedLabels.put(row.group(1), Arrays.stream(row.group(3).split("[`, ]+")).filter(label -> !label.isEmpty())
                    .collect(Collectors.toCollection(TreeSet::new)));
        });
        try (TestServer server = TestServer.start()) {
            server.post("/embed", "{\"inputs\": \"1\"}");
            String metrics = server.get("/metrics").body();
            Map<String, String> said = new TreeMap<>();
            TYPE.matcher(metrics).results().filter(type -> !type.group(1).endsWith("_max")).forEach(type -> said.put(type.group(1), type.group(2)));
            assertThat(described).isEqualTo(said);
            assertLabels(metrics, describedLabels);
        }
    }

    private static void assertLabels(String metrics, Map<String, Set<String>> described) {
        Matcher matcher = LABELS.matcher(metrics);
        while (matcher.find()) {
            if (described.containsKey(matcher.group(1))) {
                Set<String> labels = Pattern.compile("(\\w+)=\"").matcher(matcher.group(2)).results().map(label -> label.group(1))
                        .filter(label -> !label.equals("le")).collect(Collectors.toCollection(TreeSet::new));
                assertThat(described.get(matcher.group(1))).as(matcher.group(1)).isEqualTo(labels);
            }
        }
    }
}
