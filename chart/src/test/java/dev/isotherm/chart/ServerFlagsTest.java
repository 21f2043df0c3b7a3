package dev.isotherm.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The server refuses to start on an ISOTHERM_ variable that it does not know: each that the chart can set is a flag of it. */
class ServerFlagsTest {

    private static final Path COMMAND_LINE = Path.of("..", "server", "src", "main", "java", "dev", "isotherm", "server", "cli");
    private static final Pattern FLAG = Pattern.compile("names = \\{?\"--([a-z-]+)\"");
    private static final Pattern VARIABLE = Pattern.compile("^\\s*(?:- name: )?(ISOTHERM_[A-Z_]+)(?::|$)", Pattern.MULTILINE);

    @Test
    void everyVariableIsAFlag() throws IOException {
        Set<String> known = flags();
        assertThat(variables()).hasSizeGreaterThan(30).isSubsetOf(known);
    }

    private static Set<String> flags() throws IOException {
        try (Stream<Path> sources = Files.list(COMMAND_LINE)) {
            Set<String> flags = sources.map(ServerFlagsTest::read).flatMap(source -> FLAG.matcher(source).results())
                    .map(flag -> variable(flag.group(1))).collect(Collectors.toCollection(TreeSet::new));
            assertThat(flags).contains("ISOTHERM_MODEL_ID", "ISOTHERM_METRICS_PORT", "ISOTHERM_DRAIN_TIMEOUT");
            return flags;
        }
    }

    /** Those that templates name, and those that the schema lets users name. */
    private static Set<String> variables() throws IOException {
        Set<String> variables = new TreeSet<>();
        try (Stream<Path> templates = Files.list(Chart.DIRECTORY.resolve("templates"))) {
            templates.filter(Files::isRegularFile).map(ServerFlagsTest::read).forEach(text -> {
                for (Matcher name = VARIABLE.matcher(text); name.find();) {
                    variables.add(name.group(1));
                }
            });
        }
        Chart.parse(Chart.read("values.schema.json")).get(0).at("/properties/settings/properties").fieldNames()
                .forEachRemaining(flag -> variables.add(variable(flag)));
        return variables;
    }

    private static String variable(String flag) {
        return "ISOTHERM_" + flag.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
