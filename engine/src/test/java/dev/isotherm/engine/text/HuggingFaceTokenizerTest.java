package dev.isotherm.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.text.Truncation.Side;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real tokenizer on what people really send. */
class HuggingFaceTokenizerTest {

    private static final int CLS = 101;
    private static final int SEP = 102;
    private static final int UNKNOWN = 100;
    private static final Truncation WINDOW = new Truncation(512, Side.RIGHT);

    private static HuggingFaceTokenizer tokenizer;

    @BeforeAll
    @BeforeContainer
    static void load() {
        tokenizer = HuggingFaceTokenizer.of(BundledModel.BGE_SMALL_EN.read("tokenizer.json").orElseThrow());
    }

    @AfterAll
    @AfterContainer
    static void close() {
        tokenizer.close();
    }

    @Test
    void knownTextHasKnownIds() {
        assertThat(ids("Hello world")).containsExactly(CLS, 7592, 2088, SEP);
        assertThat(tokenizer.specialTokens()).isEqualTo(2);
    }

    @Test
    void emptyAndBlankTextsHaveTheirSpecialTokensOnly() {
        for (String text : List.of("", " ", "\n\t  \r", "\u0000", "\u00a0\u2003")) {
            assertThat(ids(text)).as("'%s'", text).containsExactly(CLS, SEP);
        }
    }

    @Test
    void nulCharactersAreDropped() {
        assertThat(ids("hel\u0000lo world")).containsExactly(ids("hello world"));
    }

    @Test
    void loneSurrogatesCountAsTheReplacementCharacter() {
        assertThat(ids("a \uD83D b")).containsExactly(ids("a \uFFFD b"));
        assertThat(ids("a \uDE80 b")).containsExactly(ids("a \uFFFD b"));
    }

    @Test
    void emojiAndRightToLeftTextAreTokenizedAsTheyStand() {
        assertThat(ids("\uD83D\uDE80 hi")).containsExactly(CLS, UNKNOWN, 7632, SEP);
        assertThat(ids("שלום")).containsExactly(CLS, 1266, 29799, 29792, 29800, SEP);
    }

    @Test
    void specialTokensSpelledOutInATextAreContent() {
        Tokens tokens = tokenizer.encode("[SEP] x [CLS] y z", new Truncation(4, Side.RIGHT));
        assertThat(tokens.ids()).containsExactly(CLS, SEP, 1060, SEP);
        assertThat(tokens.total()).isEqualTo(7);
    }

    @Test
    void oneMegabyteOfOneWordIsOneUnknownToken() {
        assertThat(ids("a".repeat(1 << 20))).containsExactly(CLS, UNKNOWN, SEP);
    }

    @Test
    void oneMegabyteOfWordsIsCountedInFullAndCut() {
        Tokens tokens = tokenizer.encode("ab ".repeat(350_000), WINDOW);
        assertThat(tokens.total()).isEqualTo(350_002);
        assertThat(tokens.count()).isEqualTo(512);
        assertThat(tokens.truncated()).isTrue();
    }

    @Test
    void eitherEndCanBeCutAndTheSpecialTokensStay() {
        assertThat(tokenizer.encode("one two three four", new Truncation(4, Side.RIGHT)).ids()).containsExactly(CLS, 2028, 2048, SEP);
        assertThat(tokenizer.encode("one two three four", new Truncation(4, Side.LEFT)).ids()).containsExactly(CLS, 2093, 2176, SEP);
    }

    @Property(tries = 300)
    void anyStringIsTokenizedWithinTheWindow(@ForAll String text, @ForAll @IntRange(min = 1, max = 40) int window) {
        Tokens whole = tokenizer.encode(text, WINDOW);
        Tokens cut = tokenizer.encode(text, new Truncation(window, Side.RIGHT));
        assertThat(cut.count()).isEqualTo(Math.min(window, whole.total()));
        assertThat(cut.total()).isEqualTo(whole.total());
        int kept = Math.max(0, cut.count() - 2);
        assertThat(Arrays.copyOf(cut.ids(), Math.min(kept + 1, cut.count()))).containsExactly(
                Arrays.copyOf(whole.ids(), Math.min(kept + 1, cut.count())));
    }

    @Test
    void manyThreadsShareOneTokenizer() {
        List<String> texts = IntStream.range(0, 500).mapToObj(i -> "text number " + i + " of many").toList();
        List<int[]> serial = texts.stream().map(HuggingFaceTokenizerTest::ids).toList();
        List<int[]> parallel = texts.parallelStream().map(HuggingFaceTokenizerTest::ids).toList();
        assertThat(parallel).usingRecursiveComparison().isEqualTo(serial);
    }

    @Test
    void theLibraryMayNotCallHomeOrDownload() {
        assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
        assertThat(System.getProperty("RUST_FLAVOR")).isEqualTo("cpu");
        assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
    }

    @Test
    void somethingElseThanATokenizerIsRefused() {
        for (String json : List.of("", "{}", "not json", "{\"model\": 3}")) {
            assertThatThrownBy(() -> HuggingFaceTokenizer.of(json.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("tokenizer.json: ");
        }
    }

    private static int[] ids(String text) {
        return tokenizer.encode(text, WINDOW).ids();
    }
}
