package dev.isotherm.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of the README, made of values.yaml and its comments. */
final class ValuesTable {

    private static final Pattern KEY = Pattern.compile("( *)([A-Za-z]+):.*");
    private static final String HEAD = "| value | default | |\n|---|---|---|\n";

    private final JsonNode values;
    private final List<String> path = new ArrayList<>();
    private final StringBuilder rows = new StringBuilder(HEAD);

    private ValuesTable(JsonNode values) {
        this.values = values;
    }

    /**
     * @param yaml two spaces a level, lists in one line or under a commented key
     * @throws AssertionError when a value has no comment
     */
    static String of(String yaml) {
        ValuesTable table = new ValuesTable(Chart.parse(yaml).get(0));
        String comment = "";
        for (String line : yaml.split("\n")) {
            Matcher key = KEY.matcher(line);
            if (key.matches()) {
                table.add(key.group(1).length() / 2, key.group(2), comment);
            }
            comment = line.strip().startsWith("# ") ? line.strip().substring(2) : "";
        }
        return table.rows.toString();
    }

    private void add(int depth, String key, String comment) {
        path.subList(depth, path.size()).clear();
        path.add(key);
        JsonNode value = values.at("/" + String.join("/", path));
        if (value.isMissingNode()) {
            throw new AssertionError(path + " is not where it seems to be");
        }
        boolean group = value.isObject() && !value.isEmpty();
        if (!group || !comment.isEmpty()) {
            row(value, comment);
        }
    }

    private void row(JsonNode value, String comment) {
        if (comment.isEmpty()) {
            throw new AssertionError(String.join(".", path) + " has no comment that says what it is for");
        }
        boolean inLine = !value.isObject() || value.isEmpty() || value.toString().length() < 100;
        String shown = value.isTextual() && value.asText().isEmpty() || !inLine ? "" : "`" + text(value) + "`";
        rows.append("| `%s` | %s | %s |%n".formatted(String.join(".", path), shown, comment.replace("|", "\\|")));
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }
}
