package dev.isotherm.engine.hub;

import dev.isotherm.engine.hub.cache.DownloadListener;
import dev.isotherm.engine.hub.client.RemoteFile;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Log lines about downloads: one at the end of a file, and for a large one also at the start and every ten seconds. */
public final class DownloadLog implements DownloadListener {

    private static final Logger LOG = LoggerFactory.getLogger(DownloadLog.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final long LARGE = 1_000_000;

    private long present;
    private long nextLine;

    @Override
    public void started(RemoteFile file, long there) {
        present = there;
        nextLine = System.nanoTime() + INTERVAL.toNanos();
        if (file.size() >= LARGE) {
            LOG.info("downloading {}: {} of {} bytes", file.path(), there, file.size());
        }
    }

    @Override
    public void advanced(RemoteFile file, int bytes) {
        present += bytes;
        if (System.nanoTime() > nextLine) {
            nextLine += INTERVAL.toNanos();
            LOG.info("downloading {}: {} of {} bytes", file.path(), present, file.size());
        }
    }

    @Override
    public void finished(RemoteFile file) {
        LOG.info("downloaded {}: {} bytes, verified", file.path(), file.size());
    }
}
