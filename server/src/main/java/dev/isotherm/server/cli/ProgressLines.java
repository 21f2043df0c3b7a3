package dev.isotherm.server.cli;

import dev.isotherm.lab.embed.Progress;
import java.io.PrintStream;
import java.util.Locale;

/** A line for each pass over texts, where nobody watches. */
final class ProgressLines implements Progress {

    private final PrintStream out;
    private String what;
    private long texts;
    private long done;
    private long start;

    ProgressLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void started(String started, long count) {
        what = started;
        texts = count;
        done = 0;
        start = System.nanoTime();
    }

    @Override
    public void advanced(long count) {
        done += count;
    }

    @Override
    public void finished() {
        String of = done < texts ? " of " + texts : "";
        out.printf(Locale.ROOT, "%s: %d%s texts in %.1f s%n", what, done, of, (System.nanoTime() - start) / 1e9);
    }
}
