package dev.isotherm.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.server.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forward passes in a flight recording. */
class ForwardPassEventTest {

    @Test
    void eachPassIsAnEvent(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("recording.jfr");
        try (TestServer server = TestServer.start(); Recording recording = new Recording()) {
            recording.enable("isotherm.ForwardPass").withoutThreshold();
            recording.start();
            server.post("/embed", "{\"inputs\": [\"1 2 3\", \"4\"]}");
            server.post("/embed", "{\"inputs\": \"9001\"}");
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> passes = RecordingFile.readAllEvents(file);
        assertThat(passes).extracting(pass -> pass.getInt("sequences"), pass -> pass.getInt("tokens"), pass -> pass.getInt("longest"),
                        pass -> pass.getBoolean("succeeded"))
                .containsExactly(org.assertj.core.groups.Tuple.tuple(2, 8, 5, true), org.assertj.core.groups.Tuple.tuple(1, 3, 3, false));
    }
}
