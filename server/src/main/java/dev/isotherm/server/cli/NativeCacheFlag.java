package dev.isotherm.server.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flag of every command that computes. */
final class NativeCacheFlag {

    @Option(names = "--native-cache", paramLabel = "<dir>",
            description = "Folder for unpacked native libraries, about 400 MB (default: below the home directory).")
    private Path nativeCache;

    Optional<Path> directory() {
        return Optional.ofNullable(nativeCache);
    }
}
