package dev.isotherm.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.engine.Embedders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tokens beside the text they stand for, decoding, and ids as they are. */
class PiecesTest {

    @Test
    void offsetsAreOfTheTextsUtf8() throws IOException {
        try (Tokenizer tokenizer = tokenizer("tiny-bert")) {
            String text = "😀 hé the 中length";
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            for (Piece piece : tokenizer.pieces(text, false)) {
                assertThat(new String(Arrays.copyOfRange(utf8, piece.start(), piece.stop()), StandardCharsets.UTF_8)).isEqualTo(piece.text());
                assertThat(piece.special()).isFalse();
            }
            assertThat(tokenizer.pieces(text, false)).extracting(Piece::text).containsExactly("😀", "h", "é", "the", "中", "length");
        }
    }

    @Test
    void specialTokensAreAddedOnRequest() throws IOException {
        try (Tokenizer tokenizer = tokenizer("tiny-bert")) {
            assertThat(tokenizer.pieces("the", true)).extracting(Piece::text).containsExactly("[CLS]", "the", "[SEP]");
            assertThat(tokenizer.pieces("the", true)).extracting(Piece::special).containsExactly(true, false, true);
            assertThat(tokenizer.pieces("\ud800", true)).hasSize(2);
        }
    }

    @Test
    void tokensBecomeTextAgain() throws IOException {
        try (Tokenizer tokenizer = tokenizer("tiny-bert")) {
            int[] ids = tokenizer.encode("the length of attention").ids();
            assertThat(tokenizer.decode(ids, true)).isEqualTo("the length of attention");
            assertThat(tokenizer.decode(ids, false)).isEqualTo("[CLS] the length of attention [SEP]");
            assertThat(tokenizer.decode(new int[] {99_999_999}, true)).isEmpty();
        }
    }

    @Test
    void idsAreTakenAsTheyAre() throws IOException {
        try (Tokenizer tokenizer = tokenizer("tiny-roberta")) {
            EncodedText text = tokenizer.encode("hello world");
            assertThat(tokenizer.ofIds(text.ids())).usingRecursiveComparison().isEqualTo(text);
            assertThat(tokenizer.ofIds(new int[] {9, 8}).special()).containsExactly(0, 0);
        }
    }

    private static Tokenizer tokenizer(String model) throws IOException {
        return HuggingFaceTokenizer.of(Files.readAllBytes(Embedders.resource(model).resolve("tokenizer.json")));
    }
}
