package dev.isotherm.lab.report;

import java.util.List;
import java.util.Objects;

/**
 * A part of a report under its own heading.
 *
 * @param text what to see in the blocks; an empty line separates paragraphs; empty for none
 */
public record Section(String title, String text, List<Block> blocks) {

    public Section {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(text, "text");
        blocks = List.copyOf(blocks);
    }
}
