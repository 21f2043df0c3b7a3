package dev.isotherm.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** values.yaml, its schema and the README's table say the same. */
class ValuesTableTest {

    @Test
    void tableIsThatOfTheValues() throws IOException {
        String table = ValuesTable.of(Chart.read("values.yaml"));
        Path made = Files.writeString(Path.of("target", "values-table.md"), table);
        assertThat(Chart.read("README.md")).as("the table should be that of chart/%s", made).contains(table);
    }

    @Test
    void schemaKnowsEveryValueAndNoOther() {
        JsonNode values = Chart.parse(Chart.read("values.yaml")).get(0);
        JsonNode schema = Chart.parse(Chart.read("values.schema.json")).get(0);
        // "global" is Helm's own; flags are none until they are set.
        assertThat(inSchema("", schema).filter(path -> !path.equals("/global") && !path.startsWith("/settings/") && !path.equals("/resources/claims")))
                .containsExactlyInAnyOrderElementsOf(inValues("", values, schema).toList());
    }

    @Test
    void valuesWithoutACommentAreNoticed() {
        assertThat(ValuesTable.of("a:\n  # What.\n  b: 1\n")).endsWith("| `a.b` | `1` | What. |\n");
        assertThatThrownBy(() -> ValuesTable.of("a:\n  b: 1\n")).hasMessageContaining("a.b has no comment");
    }

    private static Stream<String> inSchema(String path, JsonNode schema) {
        return schema.path("properties").properties().stream().flatMap(property -> Stream.concat(
                Stream.of(path + "/" + property.getKey()), inSchema(path + "/" + property.getKey(), property.getValue())));
    }

    /** As deep as the schema names fields. */
    private static Stream<String> inValues(String path, JsonNode values, JsonNode schema) {
        List<String> names = schema.has("properties") ? values.properties().stream().map(field -> field.getKey()).toList() : List.of();
        return names.stream().flatMap(name -> Stream.concat(
                Stream.of(path + "/" + name), inValues(path + "/" + name, values.get(name), schema.at("/properties/" + name))));
    }
}
