package dev.isotherm.engine.hub.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The variables of the reference client mean here what they mean there. */
class HubSettingsTest {

    @TempDir
    private Path home;

    @Test
    void defaultsAreThoseOfTheReferenceClient() {
        HubSettings settings = HubSettings.of(Map.of());
        assertThat(settings.endpoint()).isEqualTo(URI.create("https://huggingface.co"));
        assertThat(settings.cache()).isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "huggingface", "hub"));
        assertThat(HubSettings.of(Map.of("HOME", "/data")).cache()).isEqualTo(Path.of("/data/.cache/huggingface/hub"));
        assertThat(settings.offline()).isFalse();
        assertThat(settings.patience()).isEqualTo(Patience.DEFAULT);
    }

    @Test
    void everyVariableIsRead() {
        HubSettings settings = HubSettings.of(Map.of("HF_ENDPOINT", "http://mirror.test:8080/hf/", "HF_TOKEN", " hf_x\n",
                "HF_HOME", "/a", "HF_HUB_CACHE", "/b", "HF_HUB_OFFLINE", "1"));
        assertThat(settings.endpoint()).isEqualTo(URI.create("http://mirror.test:8080/hf"));
        assertThat(settings.token()).contains("hf_x");
        assertThat(settings.cache()).isEqualTo(Path.of("/b"));
        assertThat(settings.offline()).isTrue();
        assertThat(settings.toString()).doesNotContain("hf_x");
    }

    @Test
    void theCacheIsBelowTheHome() {
        assertThat(HubSettings.of(Map.of("HF_HOME", "/a")).cache()).isEqualTo(Path.of("/a/hub"));
        assertThat(HubSettings.of(Map.of("XDG_CACHE_HOME", "/x")).cache()).isEqualTo(Path.of("/x/huggingface/hub"));
        assertThat(HubSettings.of(Map.of("HF_HOME", "~/a")).cache()).isEqualTo(Path.of(System.getProperty("user.home"), "a/hub"));
    }

    @Test
    void aTokenMayLieInAFile() throws IOException {
        Files.writeString(home.resolve("token"), "hf_file\n");
        assertThat(HubSettings.of(Map.of("HF_HOME", home.toString())).token()).contains("hf_file");
        assertThat(HubSettings.of(Map.of("HF_HOME", home.toString(), "HF_TOKEN", "hf_variable")).token()).contains("hf_variable");
        Path elsewhere = Files.writeString(home.resolve("elsewhere"), "hf_other");
        assertThat(HubSettings.of(Map.of("HF_TOKEN_PATH", elsewhere.toString())).token()).contains("hf_other");
    }

    @ParameterizedTest
    @CsvSource({"1, true", "true, true", "YES, true", "on, true", "0, false", "false, false", "'', false", "no, false"})
    void offlineIsReadAsTheReferenceClientReadsIt(String value, boolean offline) {
        assertThat(HubSettings.of(Map.of("HF_HUB_OFFLINE", value)).offline()).isEqualTo(offline);
    }

    @ParameterizedTest
    @ValueSource(strings = {"huggingface.co", "ftp://x", "http://", "http://x?q", "a b"})
    void refusesAnEndpointThatIsNone(String endpoint) {
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", endpoint))).isInstanceOf(HubException.class)
                .hasMessage("HF_ENDPOINT is '" + endpoint + "', allowed is a URL like https://huggingface.co");
    }

    @Test
    void anEndpointIsRefusedWithoutItsPassword() {
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", "https://user:secret@hub.test")))
                .isInstanceOf(HubException.class).hasMessageNotContaining("secret").hasMessageContaining("hub.test");
    }

    @ParameterizedTest
    @CsvSource({
        "https://huggingface.co/x, proxy.test:3128", "http://huggingface.co/x, plain.test:80", "https://a.internal.test/x, DIRECT",
        "https://internal.test/x, DIRECT", "https://notinternal.test/x, proxy.test:3128"})
    void proxiesAreThoseOfTheEnvironment(String uri, String expected) {
        Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", "http://proxy.test:3128", "http_proxy", "plain.test", "NO_PROXY", "localhost, .internal.test"));
        assertThat(proxies.select(URI.create(uri)).map(p -> p.address() == null ? "DIRECT"
                : ((InetSocketAddress) p.address()).getHostString() + ":" + ((InetSocketAddress) p.address()).getPort())).contains(expected);
        assertThat(Proxies.NONE.select(URI.create(uri))).isEmpty();
    }

    @Test
    void aProxyWithAPasswordIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> Proxies.of(Map.of("HTTPS_PROXY", "http://user:secret@proxy.test"))).isInstanceOf(HubException.class)
                .hasMessageNotContaining("secret").hasMessageStartingWith("HTTPS_PROXY is no address like");
    }

    @Test
    void refusesATokenWithoutRepeatingIt() {
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_TOKEN", "hf_a\nX-Header: b"))).isInstanceOf(HubException.class)
                .hasMessage("HF_TOKEN has characters that no token has");
    }
}
