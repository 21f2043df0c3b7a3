package dev.isotherm.server.cli;

import dev.isotherm.lab.embed.Progress;
import java.io.PrintStream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar for the texts that are being embedded. */
final class EmbeddingProgress implements Progress {

    private static final int WIDTH = 100;
    private static final int INTERVAL_MILLIS = 200;

    private final PrintStream out;
    private ProgressBar bar;

    EmbeddingProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void started(String what, long texts) {
        bar = new ProgressBarBuilder()
                .setTaskName(what)
                .setInitialMax(texts)
                .setUnit(" texts", 1)
                .showSpeed()
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(INTERVAL_MILLIS)
                .setConsumer(new DelegatingProgressBarConsumer(text -> out.print("\r" + text), WIDTH))
                .build();
    }

    @Override
    public void advanced(long texts) {
        bar.stepBy(texts);
    }

    @Override
    public void finished() {
        bar.close();
        out.println();
    }
}
