package dev.isotherm.server.cli;

import dev.isotherm.engine.hub.cache.DownloadListener;
import dev.isotherm.engine.hub.client.RemoteFile;
import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar for each large file that is downloaded; small ones are there before it could be drawn. */
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
        if (bar != null) {
            bar.stepTo(present);
        } else if (file.size() >= MEGABYTE) {
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
        }
    }

    @Override
    public void advanced(RemoteFile file, int bytes) {
        if (bar != null) {
            bar.stepBy(bytes);
        }
    }

    @Override
    public void finished(RemoteFile file) {
        if (bar != null) {
            bar.close();
            out.println();
            bar = null;
        }
    }
}
