package dev.isotherm.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class UnicodeTextTest {

    @Property
    void outputHasNoLoneSurrogate(@ForAll("textsWithSurrogates") String text) {
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(UnicodeText.wellFormed(text))).isTrue();
    }

    @Property
    void eachLoneSurrogateIsReplacedAndNothingElse(@ForAll("textsWithSurrogates") String text) {
        int[] expected = text.codePoints().map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c).toArray();
        assertThat(UnicodeText.wellFormed(text).codePoints().toArray()).containsExactly(expected);
    }

    @Property
    void wellFormedTextIsReturnedAsItIs(@ForAll("wellFormedTexts") String text) {
        assertThat(UnicodeText.wellFormed(text)).isSameAs(text);
    }

    @Test
    void keepsPairsAndRepairsHalves() {
        assertThat(UnicodeText.wellFormed("a\uD83D\uDE00b")).isEqualTo("a\uD83D\uDE00b");
        assertThat(UnicodeText.wellFormed("a\uD83Db")).isEqualTo("a\uFFFDb");
        assertThat(UnicodeText.wellFormed("\uDE00\uD83D")).isEqualTo("\uFFFD\uFFFD");
        assertThat(UnicodeText.wellFormed("\uD83D\uD83D\uDE00\uDE00")).isEqualTo("\uFFFD\uD83D\uDE00\uFFFD");
        assertThat(UnicodeText.wellFormed("")).isEmpty();
    }

    @Provide
    Arbitrary<String> textsWithSurrogates() {
        return Arbitraries.strings().withChars('\uD800', '\uDBFF', '\uDC00', '\uDFFF', 'a', '\u00E9', '\uFFFD').ofMaxLength(12);
    }

    @Provide
    Arbitrary<String> wellFormedTexts() {
        return Arbitraries.of("a", "\u00E9", "\u4E2D", "\uD83D\uDE00", "\uD800\uDC00", "\uDBFF\uDFFF", "\u0000")
                .list().ofMaxSize(12).map(parts -> String.join("", parts));
    }
}
