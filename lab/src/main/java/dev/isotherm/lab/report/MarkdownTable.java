package dev.isotherm.lab.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table in GitHub Markdown, numbers flush right. */
final class MarkdownTable {

    private MarkdownTable() {
    }

    static String render(Table table) {
        List<String> head = table.columns().stream().map(MarkdownText::inline).toList();
        List<String> rule = IntStream.range(0, head.size()).mapToObj(i -> table.isNumeric(i) ? "---:" : "---").toList();
        String body = table.rows().stream()
                .map(row -> "\n" + line(row.stream().map(MarkdownTable::cell).toList()))
                .collect(Collectors.joining());
        return line(head) + "\n" + line(rule) + body;
    }

    private static String cell(Cell cell) {
        String text = MarkdownText.inline(cell.text());
        boolean bold = cell.tone() == Tone.STRONG && !text.isEmpty();
        return bold ? "**" + text + "**" : cell.tone().mark() + text;
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
    }
}
