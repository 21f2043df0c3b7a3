package dev.isotherm.lab.report;

import java.util.Objects;

/** Text in a fixed-width font with its own line breaks: a command, a policy's file. */
public record Preformatted(String text) implements Block {

    public Preformatted {
        Objects.requireNonNull(text, "text");
    }
}
