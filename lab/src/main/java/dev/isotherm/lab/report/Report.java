package dev.isotherm.lab.report;

import java.util.List;
import java.util.Objects;

/**
 * What a command found, and the numbers behind it. All texts are plain: whatever they hold is shown as it is, never as markup.
 *
 * @param title the page's name, one line
 * @param subtitle what was looked at, one line; empty for none
 * @param findings sentences in words, shown first, the most important one first
 * @param sections the numbers, in the order of reading
 * @param notes how it was made, one line each: command line, model, fingerprint, dtype, date; shown at the end
 */
public record Report(String title, String subtitle, List<String> findings, List<Section> sections, List<String> notes) {

    public Report {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(subtitle, "subtitle");
        findings = List.copyOf(findings);
        sections = List.copyOf(sections);
        notes = List.copyOf(notes);
    }
}
