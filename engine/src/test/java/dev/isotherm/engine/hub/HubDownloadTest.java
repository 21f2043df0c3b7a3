package dev.isotherm.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isotherm.engine.hub.LocalHub.Fault;
import dev.isotherm.engine.hub.client.HubException;
import dev.isotherm.engine.hub.client.HubSettings;
import dev.isotherm.engine.weights.TorchFixture;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads from a hub that misbehaves in every way that hubs do. */
@Timeout(60)
class HubDownloadTest {

    private static final String WEIGHTS = "model.safetensors";
    private static final String STATE_DICT = "pytorch_model.bin";

    @TempDir
    private Path cache;

    private final LocalHub hub = TestHubs.local();

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void onlyFilesThatAreReadAreFetchedAndOnlyOnce() {
        complete();
        assertThat(hub.fetched()).containsExactlyInAnyOrder("config.json", "modules.json", "tokenizer.json", "tokenizer_config.json",
                "sentence_bert_config.json", "config_sentence_transformers.json", "1_Pooling/config.json", WEIGHTS);
        int before = hub.requests().size();
        complete();
        assertThat(hub.requests()).hasSize(before);
    }

    @Test
    void aModelThatCannotBeServedIsRefusedBeforeAnythingElseIsFetched() {
        hub.put("config.json", "{\"model_type\": \"llama\"}".getBytes());
        HubModel model = TestHubs.client(hub, cache).model(TestHubs.ID, Optional.empty());
        assertThatThrownBy(() -> new ModelDescriptionReader(model, config -> {
            throw new ModelException("not supported");
        }).read(ModelOverrides.NONE)).isInstanceOf(ModelException.class);
        assertThat(hub.fetched()).containsExactly("config.json");
    }

    @Test
    void aConnectionThatIsCutIsResumedWhereItEnded() throws IOException {
        hub.fail(WEIGHTS, Fault.cut(50_000), Fault.cut(50_000));
        complete();
        assertThat(ranges()).containsExactly(Optional.empty(), Optional.of("bytes=50000-"), Optional.of("bytes=100000-"));
        assertWhole();
    }

    @Test
    void aHubWithoutRangesIsReadFromTheStart() throws IOException {
        hub.fail(WEIGHTS, Fault.cut(50_000), Fault.withoutRanges());
        complete();
        assertWhole();
    }

    @Test
    void aConnectionOnWhichNothingComesIsGivenUpAndResumed() throws IOException {
        hub.fail(WEIGHTS, Fault.stall(70_000));
        complete();
        assertThat(ranges()).containsExactly(Optional.empty(), Optional.of("bytes=70000-"));
        assertWhole();
    }

    @Test
    void failuresInARowAreGivenUpAndWhatCameIsKept() throws IOException {
        hub.fail(WEIGHTS, Fault.cut(1000), Fault.cut(0), Fault.cut(0), Fault.cut(0), Fault.cut(0));
        assertThatThrownBy(this::complete).isInstanceOf(HubException.class)
                .hasMessage("model.safetensors ended after 1000 of 178520 bytes, 4 times in a row; what came is kept, another attempt goes on from there");
        assertThat(incomplete()).hasSize(1000);
        complete();
        assertThat(ranges()).endsWith(Optional.of("bytes=1000-"));
        assertWhole();
    }

    @Test
    void wrongBytesAreNotKept() {
        hub.fail(WEIGHTS, Fault.wrongBytes());
        assertThatThrownBy(this::complete).isInstanceOf(HubException.class)
                .hasMessageContaining("model.safetensors of acme/tiny-xlm-roberta has hash ")
                .hasMessageEndingWith("the hub promised %s; nothing of it was kept", hub.hash(WEIGHTS));
        assertThat(blob()).doesNotExist();
        assertThat(incomplete()).doesNotExist();
        assertThat(cache.resolve("models--acme--tiny-xlm-roberta/refs/main")).doesNotExist();
    }

    @Test
    void aPartOfSomethingElseIsReplaced() throws IOException {
        Files.createDirectories(incomplete().getParent());
        Files.write(incomplete(), new byte[5000]);
        complete();
        assertThat(ranges()).containsExactly(Optional.of("bytes=5000-"), Optional.empty());
        assertWhole();
    }

    @Test
    void aPartThatIsTooLongIsReplaced() throws IOException {
        Files.createDirectories(incomplete().getParent());
        Files.write(incomplete(), new byte[500_000]);
        complete();
        assertWhole();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503})
    void anOverloadedHubIsAskedAgain(int status) throws IOException {
        hub.fail("api", Fault.answer(status, Map.of()));
        hub.fail(WEIGHTS, Fault.answer(status, Map.of("Retry-After", "0")));
        complete();
        assertWhole();
    }

    @Test
    void aHubThatAsksToWaitLongIsNotWaitedFor() {
        hub.fail("api", Fault.answer(429, Map.of("Retry-After", "3600")));
        assertThatThrownBy(this::complete).isInstanceOf(HubException.class)
                .hasMessageEndingWith("answers 429 and asks to wait 3600 s; try again then");
    }

    @Test
    void anAnswerThatIsCutIsAskedForAgain() throws IOException {
        hub.fail("api", Fault.cut(10), Fault.cut(10));
        complete();
        assertWhole();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "401; RepoNotFound; model acme/tiny-xlm-roberta is not at 127.0.0.1:%d, or it needs a token in HF_TOKEN",
        "403; GatedRepo; main of acme/tiny-xlm-roberta at 127.0.0.1:%d may not be read: accept the terms at ",
        "404; RepoNotFound; model acme/tiny-xlm-roberta is not at 127.0.0.1:%d",
        "404; RevisionNotFound; acme/tiny-xlm-roberta has no revision 'main'",
        "418; ''; 127.0.0.1:%d answers 418 for acme/tiny-xlm-roberta",
    })
    void refusalsAreSaidInOneSentence(int status, String code, String message) {
        hub.fail("api", Fault.answer(status, Map.of("X-Error-Code", code)));
        assertThatThrownBy(this::complete).isInstanceOf(HubException.class)
                .hasMessageStartingWith(message.replace("%d", Integer.toString(URI.create(hub.endpoint()).getPort())));
    }

    @Test
    void aRedirectLoopEnds() {
        hub.fail("config.json", Fault.answer(302, Map.of("Location", "/" + LocalHub.REPOSITORY + "/resolve/" + LocalHub.COMMIT + "/config.json")),
                Fault.answer(302, Map.of("Location", "config.json")), Fault.answer(302, Map.of("Location", "config.json")),
                Fault.answer(302, Map.of("Location", "config.json")), Fault.answer(302, Map.of("Location", "config.json")),
                Fault.answer(302, Map.of("Location", "config.json")));
        assertThatThrownBy(this::complete).isInstanceOf(HubException.class)
                .hasMessageContaining("redirects more than 5 times; check HF_ENDPOINT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.org/x", "file:///etc/passwd", "http:", "::::"})
    void aRedirectToSomethingElseThanHttpIsRefused(String location) {
        hub.fail("config.json", Fault.answer(302, Map.of("Location", location)));
        assertThatThrownBy(this::complete).isInstanceOf(HubException.class).hasMessageContaining("redirects to something that is no");
    }

    @Test
    void theTokenGoesToTheEndpointAlone() {
        hub.require("hf_secret");
        assertThatThrownBy(this::complete).isInstanceOf(HubException.class).hasMessageContaining("it needs a token in HF_TOKEN");
        HubSettings plain = TestHubs.settings(hub, cache);
        HubSettings settings = new HubSettings(plain.endpoint(), Optional.of("hf_secret"), cache, false, plain.proxies(), plain.patience());
        TestHubs.complete(new Hub(settings, new DownloadLog()));
        assertThat(hub.requests()).filteredOn(r -> !r.atStore()).last()
                .satisfies(r -> assertThat(r.authorization()).contains("Bearer hf_secret"));
        assertThat(hub.requests()).filteredOn(LocalHub.Request::atStore).isNotEmpty().allMatch(r -> r.authorization().isEmpty());
        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    void aFullDiskIsSaidAndWhatCameIsNotLost() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "a device that is always full exists on Linux");
        Files.createDirectories(incomplete().getParent());
        Files.createSymbolicLink(incomplete(), full);
        assertThatThrownBy(this::complete).isInstanceOf(HubException.class)
                .hasMessageStartingWith("model.safetensors of acme/tiny-xlm-roberta cannot be kept in ")
                .hasMessageContaining("No space left on device");
        assertThat(blob()).doesNotExist();
        Files.delete(incomplete());
        complete();
        assertWhole();
    }

    @Test
    void aRepositoryWithoutWeightsThatAreReadSaysWhatItLacks() {
        hub.remove(WEIGHTS);
        hub.put("pytorch_model.fp16.bin", new byte[3]);
        hub.put("onnx/model_quantized.gguf", new byte[3]);
        assertThatThrownBy(this::complete).isInstanceOf(ModelException.class).hasMessageContaining(
                "has none of model.safetensors, pytorch_model.bin, onnx/model.onnx, model.onnx, nor an index of shards of the first two, "
                + "but onnx/model_quantized.gguf, pytorch_model.fp16.bin; weights are read from safetensors, state dicts of PyTorch and ONNX");
        assertThat(hub.fetched()).doesNotContain("pytorch_model.fp16.bin", "onnx/model_quantized.gguf");
    }

    @Test
    void aRepositoryWithoutSafetensorsIsReadFromItsStateDict() throws IOException {
        hub.remove(WEIGHTS);
        hub.put(STATE_DICT, Files.readAllBytes(TorchFixture.resource("mixed.bin")));
        complete();
        assertThat(hub.fetched()).contains(STATE_DICT);
        assertThat(TestHubs.offline(cache).cached().get(0).hasWeights()).isTrue();
        TestHubs.complete(TestHubs.offline(cache));
    }

    @Test
    void theShardsOfAStateDictAreFetched() throws IOException {
        hub.remove(WEIGHTS);
        Path sharded = TorchFixture.resource("tiny-bert-sharded");
        for (String name : List.of("pytorch_model.bin.index.json", "pytorch_model-00001-of-00002.bin", "pytorch_model-00002-of-00002.bin")) {
            hub.put(name, Files.readAllBytes(sharded.resolve(name)));
        }
        complete();
        assertThat(hub.fetched()).contains("pytorch_model-00001-of-00002.bin", "pytorch_model-00002-of-00002.bin");
        hub.remove("pytorch_model-00002-of-00002.bin");
        assertThatThrownBy(() -> TestHubs.complete(TestHubs.client(hub, cache.resolve("other"))))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("pytorch_model.bin.index.json names pytorch_model-00002-of-00002.bin, which the repository does not have");
    }

    @Test
    void oneKindOfWeightsIsFetchedAndWhatTheCacheHasIsTaken() throws IOException {
        hub.put(STATE_DICT, Files.readAllBytes(TorchFixture.resource("mixed.bin")));
        complete();
        assertThat(hub.fetched()).contains(WEIGHTS).doesNotContain(STATE_DICT);
        Path snapshot = cache.resolve("models--acme--tiny-xlm-roberta/snapshots").resolve(LocalHub.COMMIT);
        Files.delete(snapshot.resolve(WEIGHTS));
        Files.copy(TorchFixture.resource("mixed.bin"), snapshot.resolve(STATE_DICT));
        complete();
        assertThat(hub.fetched()).containsOnlyOnce(WEIGHTS).doesNotContain(STATE_DICT);
    }

    @Test
    void aFileThatLeadsOutOfTheCacheIsAsIfItWereNotThere() throws IOException {
        hub.put("../../evil", new byte[1]);
        hub.put("runs/2023-01-01 12:00:00", new byte[1]);
        hub.put("model.safetensors.index.json", "{\"weight_map\": {\"w\": \"../../evil\"}}".getBytes());
        complete();
        hub.remove(WEIGHTS);
        assertThatThrownBy(() -> TestHubs.complete(TestHubs.client(hub, cache.resolve("other"))))
                .isInstanceOf(ModelException.class).hasMessageContaining("names a file outside the model: ../../evil");
        assertThat(hub.fetched()).noneMatch(path -> path.contains("evil"));
    }

    @Test
    void aSmallFileThatIsNotSmallIsRefusedBeforeItIsFetched() {
        hub.put("modules.json", new byte[(32 << 20) + 1]);
        assertThatThrownBy(this::complete).isInstanceOf(ModelException.class)
                .hasMessage("model acme/tiny-xlm-roberta: modules.json has 33554433 bytes, at most 33554432 are read");
        assertThat(hub.fetched()).containsExactly("config.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"error\": \"sorry\"}", "[]", "not JSON", "\"a\""})
    void aHubThatDoesNotListFilesIsNotBelieved(String answer) throws IOException {
        complete();
        hub.failAlways("tree", Fault.body(answer));
        Path other = cache.resolve("other");
        assertThatThrownBy(() -> TestHubs.complete(TestHubs.client(hub, other))).isInstanceOf(HubException.class)
                .hasMessageEndingWith("is HF_ENDPOINT a hub?");
        assertThat(other.resolve("models--acme--tiny-xlm-roberta/trees")).doesNotExist();
        hub.recover("tree");
        TestHubs.complete(TestHubs.client(hub, other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<?same>; rel=\"next\"", "<file:///etc/passwd>; rel=\"next\"", "<mailto:x>; rel=\"next\"", "<http://[>; rel=\"next\"",
        "<http://127.0.0.1:99999/>; rel=\"next\""})
    void pagesThatLeadNowhereEnd(String link) {
        Fault page = new Fault(200, Map.of("Link", link), Fault.body("[]").pieces(), true);
        hub.failAlways("tree", page);
        assertThatThrownBy(this::complete).isInstanceOf(HubException.class);
    }

    @Test
    void aHubThatIsDownIsOneSentence() {
        assertThatThrownBy(() -> TestHubs.complete(TestHubs.down(cache))).isInstanceOf(HubException.class)
                .hasMessageStartingWith("127.0.0.1:1 cannot be reached (")
                .hasMessageEndingWith("4 times in a row; check the network, any proxy and HF_ENDPOINT, or bring a cache that has the model");
    }

    @Test
    void aHubThatIsDownDoesNotMatterWhenTheCacheIsComplete() {
        complete();
        assertThat(TestHubs.complete(TestHubs.down(cache)).commit()).contains(LocalHub.COMMIT);
        assertThat(TestHubs.complete(TestHubs.offline(cache)).commit()).contains(LocalHub.COMMIT);
    }

    @Test
    void offlineNothingIsAskedAndTheRemedyIsSaid() {
        assertThatThrownBy(() -> TestHubs.complete(TestHubs.offline(cache))).isInstanceOf(HubException.class)
                .hasMessageContaining("HF_HUB_OFFLINE forbids to ask 127.0.0.1:1 for what the cache ")
                .hasMessageEndingWith("run 'isotherm download acme/tiny-xlm-roberta' without it first");
    }

    @Test
    void revisionsAreBranchesTagsAndCommits() {
        Hub client = TestHubs.client(hub, cache);
        assertThat(client.model(TestHubs.ID, Optional.of("v1")).commit()).contains(LocalHub.COMMIT);
        assertThat(client.model(TestHubs.ID, Optional.of(LocalHub.COMMIT)).commit()).contains(LocalHub.COMMIT);
        assertThatThrownBy(() -> client.model(TestHubs.ID, Optional.of("v2"))).isInstanceOf(HubException.class)
                .hasMessage("acme/tiny-xlm-roberta has no revision 'v2'");
        for (String revision : List.of("../main", "a/../b", "/x", "", "a b", "x".repeat(201))) {
            assertThatThrownBy(() -> client.model(TestHubs.ID, Optional.of(revision))).isInstanceOf(HubException.class)
                    .hasMessageContaining("allowed is a branch, a tag or a commit");
        }
    }

    private void complete() {
        TestHubs.complete(TestHubs.client(hub, cache));
    }

    private List<Optional<String>> ranges() {
        return hub.requests().stream().filter(LocalHub.Request::atStore).map(LocalHub.Request::range).toList();
    }

    private void assertWhole() throws IOException {
        assertThat(Files.size(blob())).isEqualTo(178520);
        assertThat(incomplete()).doesNotExist();
    }

    private Path blob() {
        return cache.resolve("models--acme--tiny-xlm-roberta/blobs").resolve(hub.hash(WEIGHTS));
    }

    private Path incomplete() {
        return cache.resolve("models--acme--tiny-xlm-roberta/blobs").resolve(hub.hash(WEIGHTS) + ".incomplete");
    }
}
