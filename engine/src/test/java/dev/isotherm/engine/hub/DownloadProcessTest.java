package dev.isotherm.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.engine.hub.LocalHub.Fault;
import dev.isotherm.engine.hub.LocalHub.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that die in the middle of a download, and processes that download the same at once. */
@Timeout(120)
class DownloadProcessTest {

    private static final String WEIGHTS = "model.safetensors";
    private static final int SIZE = 4 << 20;

    @TempDir
    private Path cache;

    private final LocalHub hub = new LocalHub();
    private final byte[] weights = new byte[SIZE];

    @BeforeEach
    void fill() {
        new Random(3).nextBytes(weights);
        hub.put(WEIGHTS, weights);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void aKilledDownloadIsGoneOnWith() throws IOException, InterruptedException {
        hub.fail(WEIGHTS, Fault.slow(64 << 10, 50));
        Process killed = DownloadProcess.start(hub, cache);
        while (!Files.exists(incomplete()) || Files.size(incomplete()) < SIZE / 8) {
            Thread.sleep(10);
        }
        assertThat(killed.destroyForcibly().waitFor()).isEqualTo(137);
        long kept = Files.size(incomplete());
        assertThat(kept).isLessThan(SIZE);
        assertThat(blob()).doesNotExist();
        assertThat(ref()).doesNotExist();
        assertThat(DownloadProcess.start(hub, cache).waitFor()).isZero();
        assertThat(atStore()).last().satisfies(r -> assertThat(r.range()).contains("bytes=" + kept + "-"));
        assertComplete();
    }

    @Test
    void processesThatWantTheSameFetchItOnce() throws IOException, InterruptedException {
        hub.fail(WEIGHTS, Fault.slow(256 << 10, 50));
        List<Process> both = List.of(DownloadProcess.start(hub, cache), DownloadProcess.start(hub, cache));
        for (Process process : both) {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
        assertThat(atStore()).hasSize(1);
        assertComplete();
    }

    @Test
    void aProcessThatWaitsTakesOverFromOneThatDies() throws IOException, InterruptedException {
        hub.fail(WEIGHTS, Fault.slow(64 << 10, 100));
        Process first = DownloadProcess.start(hub, cache);
        while (!Files.exists(incomplete()) || Files.size(incomplete()) == 0) {
            Thread.sleep(10);
        }
        Process second = DownloadProcess.start(hub, cache);
        assertThat(second.waitFor(2, TimeUnit.SECONDS)).isFalse();
        first.destroyForcibly().waitFor();
        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isZero();
        assertThat(atStore()).hasSize(2).last().satisfies(r -> assertThat(r.range()).isPresent());
        assertComplete();
    }

    private void assertComplete() throws IOException {
        assertThat(Files.readAllBytes(blob())).isEqualTo(weights);
        assertThat(ref()).hasContent(LocalHub.COMMIT);
        assertThat(incomplete()).doesNotExist();
    }

    private List<Request> atStore() {
        return hub.requests().stream().filter(Request::atStore).toList();
    }

    private Path blob() {
        return folder().resolve("blobs").resolve(hub.hash(WEIGHTS));
    }

    private Path incomplete() {
        return folder().resolve("blobs").resolve(hub.hash(WEIGHTS) + ".incomplete");
    }

    private Path ref() {
        return folder().resolve("refs/main");
    }

    private Path folder() {
        return cache.resolve("models--acme--tiny-xlm-roberta");
    }
}
