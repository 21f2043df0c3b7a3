package dev.isotherm.server.cli;

import dev.isotherm.lab.embed.Progress;
import java.io.PrintStream;

/** A line for each pass over texts, where nobody watches. */
final class ProgressLines implements Progress {

    private final PrintStream out;
    private String what;
    private long texts;
    private long start;

    ProgressLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void started(String started, long count) {
        what = started;
        texts = count;
        start = System.nanoTime();
    }

    @Override
    public void advanced(long count) {
        // said when it is done
    }

    @Override
    public void finished() {
        out.printf("%s: %d texts in %.1f s%n", what, texts, (System.nanoTime() - start) / 1e9);
    }
}
