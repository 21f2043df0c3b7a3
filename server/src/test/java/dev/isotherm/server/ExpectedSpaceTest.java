package dev.isotherm.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.server.config.SettingException;
import org.junit.jupiter.api.Test;

/** A server that would embed into another space than an index holds does not start. */
class ExpectedSpaceTest {

    @Test
    void anotherSpaceIsRefused() {
        assertThatThrownBy(() -> TestServer.start(TestServer.config().withExpectedFingerprint("0123456789abcdef")))
                .isInstanceOf(SettingException.class)
                .hasMessageMatching("expected-fingerprint is 0123456789abcdef, but this model embeds into space [0-9a-f]{16} with these settings: "
                        + "an index made in the one must be made again for the other");
    }

    @Test
    void theSameIsServed() {
        String fingerprint;
        try (TestServer server = TestServer.start()) {
            fingerprint = TestServer.json(server.get("/info")).get("fingerprint").asText();
        }
        try (TestServer server = TestServer.start(TestServer.config().withExpectedFingerprint(fingerprint))) {
            assertThat(server.get("/health").statusCode()).isEqualTo(200);
        }
    }
}
