package dev.isotherm.server.cli;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import dev.isotherm.engine.hub.DownloadLog;
import dev.isotherm.engine.hub.Hub;
import dev.isotherm.engine.hub.client.HubSettings;
import dev.isotherm.engine.torch.TorchNatives;
import dev.isotherm.lab.embed.Progress;
import java.nio.file.Path;
import java.util.Optional;

/** Whether somebody watches. */
final class Terminal {

    private static final int STANDARD_ERROR = 2;

    private Terminal() {}

    /** The part of the C library that is needed: Java's Console tells of standard output alone, and differently in each version. */
    public interface CLibrary extends Library {
        int isatty(int descriptor);
    }

    /**
     * The hub that the environment names; downloads show a bar on a terminal and log lines elsewhere.
     *
     * @param nativeCache where native libraries are unpacked, of which the first is used here
     */
    static Hub hub(Optional<Path> nativeCache) {
        TorchNatives.unpackTo(nativeCache);
        HubSettings settings = HubSettings.of(System.getenv());
        return new Hub(settings, isWatched() ? new ProgressBarListener(System.err) : new DownloadLog());
    }

    /** A bar on a terminal, a line for each pass elsewhere. */
    static Progress progress() {
        return isWatched() ? new EmbeddingProgress(System.err) : new ProgressLines(System.err);
    }

    /** Loaded once: a library that JNA closes meanwhile can deadlock with another that is being loaded. */
    private static final class Kept {
        private static final CLibrary LIBRARY = Native.load("c", CLibrary.class);
    }

    private static boolean isWatched() {
        try {
            return !Platform.isWindows() && Kept.LIBRARY.isatty(STANDARD_ERROR) == 1;
        } catch (LinkageError e) {
            return false;
        }
    }
}
