package dev.isotherm.server.cli;

import dev.isotherm.engine.hub.cache.DownloadListener;
import dev.isotherm.engine.hub.client.RemoteFile;
import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar for each file that is downloaded. */
final class ProgressBarListener implements DownloadListener {

    private static final int WIDTH = 100;
    private static final int INTERVAL_MILLIS = 100;
    private static final long MEGABYTE = 1_000_000;

    private final PrintStream out;
    private ProgressBar bar;

    ProgressBarListener(PrintStream out) {
        this.out = out;
    }

    @Override
    public void started(RemoteFile file, long present) {
        if (bar == null) {
            bar = new ProgressBarBuilder()
                    .setTaskName(file.path())
                    .setInitialMax(file.size())
                    .setUnit(" MB", MEGABYTE)
                    .showSpeed()
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(INTERVAL_MILLIS)
                    .startsFrom(present, Duration.ZERO)
                    .setConsumer(new DelegatingProgressBarConsumer(text -> out.print("\r" + text), WIDTH))
                    .build();
        } else {
            bar.stepTo(present);
        }
    }

    @Override
    public void advanced(RemoteFile file, int bytes) {
        bar.stepBy(bytes);
    }

    @Override
    public void finished(RemoteFile file) {
        bar.close();
        out.println();
        bar = null;
    }
}
