package dev.isotherm.engine;

import java.util.List;

/** Texts of one to several hundred tokens in several languages, for comparisons with an oracle. */
public final class ParityTexts {

    private static final String PARAGRAPH = "Self-attention acts as a low-pass filter whose attenuation grows with the length of its "
            + "input, so that the embeddings of long texts drift towards one another. A temperature below one sharpens the "
            + "distribution of attention and keeps what is particular to a text. ";

    private ParityTexts() {}

    public static List<String> all() {
        return List.of(
                "",
                "a",
                "Hello",
                "What is deep learning?",
                "The quick brown fox jumps over the lazy dog.",
                "Größe, Überfluss und Straßenbahnen: ein deutscher Satz mit Umlauten.",
                "L'été dernier, nous avons traversé la forêt à vélo.",
                "Быстрая коричневая лиса прыгает через ленивую собаку.",
                "素早い茶色の狐がのろまな犬を飛び越える。",
                "快速的棕色狐狸跳过懒狗",
                "الثعلب البني السريع يقفز فوق الكلب الكسول",
                "emoji 🚀🔥 and symbols ∑ ∫ √ ≠ € £",
                "def embed(texts: list[str]) -> list[list[float]]: ...",
                PARAGRAPH,
                PARAGRAPH.repeat(2),
                PARAGRAPH.repeat(4),
                PARAGRAPH.repeat(7),
                PARAGRAPH.repeat(20));
    }
}
