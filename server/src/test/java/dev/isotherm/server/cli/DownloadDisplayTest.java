package dev.isotherm.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.engine.hub.client.RemoteFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person sees of downloads. */
class DownloadDisplayTest {

    private static final String SHA1 = "0123456789012345678901234567890123456789";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ProgressBarListener listener = new ProgressBarListener(new PrintStream(out, true, StandardCharsets.UTF_8));

    @Test
    void aLargeFileHasABarThatEndsFull() {
        RemoteFile file = file(50_000_000);
        listener.started(file, 10_000_000);
        listener.started(file, 0);
        listener.advanced(file, 50_000_000);
        listener.finished(file);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("model.safetensors 100% [===").contains("50/50 MB").endsWith("\n");
    }

    @Test
    void aSmallFileHasNone() {
        RemoteFile file = file(999_999);
        listener.started(file, 0);
        listener.advanced(file, 999_999);
        listener.finished(file);
        assertThat(out.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 kB", "187300, 187.3 kB", "133500000, 133.5 MB", "999950000, 1000.0 MB", "14000000000, 14.0 GB"})
    void sizesAreReadable(long bytes, String text) {
        assertThat(Sizes.readable(bytes)).isEqualTo(text).hasSizeLessThanOrEqualTo(Sizes.WIDTH);
    }

    private static RemoteFile file(long size) {
        return new RemoteFile("model.safetensors", size, SHA1, Optional.empty());
    }
}
