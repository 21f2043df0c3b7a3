package dev.isotherm.lab.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.Embedders;
import dev.isotherm.engine.Passage;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Overflow;
import dev.isotherm.lab.data.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the engine itself, on a random checkpoint with a window of 64 tokens. */
class TextEmbedderTest {

    private static final AttentionTemperature NONE = AttentionTemperature.NONE;

    private static Embedder embedder;

    @TempDir
    Path cache;

    @BeforeAll
    static void load() {
        embedder = Embedders.tiny("tiny-bert");
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "0.5", "first-half:0.5"})
    void vectorsAreTheEnginesInTheOrderGiven(String temperature) {
        AttentionTemperature tau = AttentionTemperature.parse(temperature);
        List<String> texts = texts(70);
        float[][] vectors = embed(new Counting(), texts, tau, Overflow.TRUNCATE);
        assertThat(vectors).hasDimensions(70, 40);
        for (int i = 0; i < vectors.length; i++) {
            assertSame(vectors[i], Embedders.alone(embedder, texts.get(i), tau));
        }
        assertThat(Vectors.cosine(vectors[0], vectors[1])).as("texts that the model tells apart").isLessThan(0.999);
    }

    @Test
    void duplicatesAreComputedOnceAndASecondRunComputesNothing() {
        Counting first = new Counting();
        float[][] vectors = embed(first, List.of("a cat", "a dog", "a cat", "a cat"), NONE, Overflow.TRUNCATE);
        assertThat(first.texts()).isEqualTo(2);
        assertThat(first.announced()).isEqualTo(2);
        assertThat(vectors[2]).isEqualTo(vectors[0]).isNotEqualTo(vectors[1]);
        Counting second = new Counting();
        assertThat(embed(second, List.of("a dog", "a cat"), NONE, Overflow.TRUNCATE)).isEqualTo(new float[][] {vectors[1], vectors[0]});
        assertThat(second.passes()).isZero();
    }

    @Test
    void aBrokenRunGoesOnWithTheRest() {
        List<String> texts = texts(400);
        Counting broken = new Counting(1);
        assertThatThrownBy(() -> embed(broken, texts, NONE, Overflow.TRUNCATE)).isInstanceOf(Counting.Broken.class);
        assertThat(broken.texts()).isBetween(1L, 399L);
        assertThat(broken.finishedPasses()).as("a bar is closed when its work is broken off").isEqualTo(1);
        Counting rest = new Counting();
        float[][] resumed = embed(rest, texts, NONE, Overflow.TRUNCATE);
        assertThat(rest.announced()).isEqualTo(400 - broken.texts());
        assertThat(rest.texts()).isEqualTo(400 - broken.texts());
        assertSame(resumed[17], Embedders.alone(embedder, texts.get(17), NONE));
    }

    @Test
    void aBlendIsTheMeanOfItsMembersUnitVectors() {
        List<String> texts = texts(5);
        AttentionTemperature half = AttentionTemperature.parse("0.5");
        Counting progress = new Counting();
        float[][] blend = embed(progress, texts, AttentionTemperature.parse("blend:1.0,0.5"), Overflow.TRUNCATE);
        assertThat(progress.texts()).isEqualTo(10);
        for (int i = 0; i < texts.size(); i++) {
            float[] one = Vectors.normalized(Embedders.alone(embedder, texts.get(i), NONE));
            float[] other = Vectors.normalized(Embedders.alone(embedder, texts.get(i), half));
            float[] sum = new float[one.length];
            for (int d = 0; d < sum.length; d++) {
                sum[d] = one[d] + other[d];
            }
            assertSame(blend[i], sum);
        }
        Counting members = new Counting();
        embed(members, texts, half, Overflow.TRUNCATE);
        assertThat(members.passes()).as("members are kept, not blends").isZero();
    }

    @ParameterizedTest
    @EnumSource(value = Overflow.class, names = {"MEAN", "LATE"})
    void longTextsAreTheEnginesPassages(Overflow overflow) {
        List<String> texts = List.of("a dog and ".repeat(90), "a short one", "the cat sat ".repeat(40));
        float[][] vectors = embed(new Counting(), texts, NONE, overflow);
        List<Passage> passages = texts.stream().map(embedder.tokenizer()::encode)
                .map(whole -> whole.length() <= 64 ? Passage.of(Embedders.tokens(embedder, "a short one"), dev.isotherm.engine.batch.Wanted.TEXT)
                        : Passage.of(whole, 64, 0, overflow)).toList();
        assertThat(passages.get(0).windows()).hasSizeGreaterThan(3);
        for (int i = 0; i < texts.size(); i++) {
            assertSame(vectors[i], embedder.encodePassages(List.of(passages.get(i)), NONE).get(0));
        }
        float[][] cut = embed(new Counting(), texts, NONE, Overflow.TRUNCATE);
        assertThat(Vectors.cosine(cut[0], vectors[0])).as("and not what is left of cut ones").isLessThan(0.99999);
    }

    @Test
    void lateIsForModelsThatPoolByMean() {
        try (Embedder cls = Embedders.tiny("tiny-xlm-roberta"); TextEmbedder texts = new TextEmbedder(cls, cache, Progress.SILENT)) {
            assertThatThrownBy(() -> texts.embed(List.of("a"), Role.DOCUMENT, NONE, Overflow.LATE)).isInstanceOf(DataException.class)
                    .hasMessageContaining("late is for models whose vectors are the mean of their tokens");
            assertThat(texts.embed(List.of("a"), Role.DOCUMENT, NONE, Overflow.MEAN)).hasDimensions(1, 40);
        }
    }

    @Test
    void refusalIsNoWayToEmbed() {
        assertThatThrownBy(() -> embed(new Counting(), List.of("a"), NONE, Overflow.ERROR)).isInstanceOf(DataException.class)
                .hasMessageContaining("overflow is error, allowed is truncate, mean or late");
    }

    @Test
    void aClassifierHasNoVectors() {
        try (Embedder reranker = Embedders.tiny("tiny-bert-reranker")) {
            assertThatThrownBy(() -> new TextEmbedder(reranker, cache, Progress.SILENT)).isInstanceOf(DataException.class)
                    .hasMessageContaining("scores texts and has no vectors");
        }
    }

    @Test
    void sparseVectorsAreRefused() {
        try (Embedder sparse = Embedders.tiny("tiny-splade")) {
            assertThatThrownBy(() -> new TextEmbedder(sparse, cache, Progress.SILENT)).isInstanceOf(DataException.class)
                    .hasMessageContaining("yields sparse vectors, the lab is for dense ones");
        }
    }

    @Test
    void countsTokensBeforeTheyAreCut() {
        try (TextEmbedder texts = new TextEmbedder(embedder, cache, Progress.SILENT)) {
            assertThat(texts.tokens(List.of("a", "a ".repeat(100)), Role.DOCUMENT)).containsExactly(3, 102);
            assertThat(texts.embed(List.of(), Role.DOCUMENT, NONE, Overflow.TRUNCATE)).isEmpty();
        }
    }

    @Test
    void portionsHaveABoundInTextsAndInCharacters() {
        List<String> many = texts(9000);
        assertThat(TextEmbedder.portions(many)).extracting(List::size).containsExactly(4096, 4096, 808);
        String large = "x".repeat(9_000_000);
        List<String> texts = List.of("a", large, large, "b");
        assertThat(TextEmbedder.portions(texts)).containsExactly(List.of("a", large), List.of(large, "b"));
        assertThat(TextEmbedder.portions(List.of("x".repeat(20_000_000)))).hasSize(1);
    }

    private float[][] embed(Progress progress, List<String> texts, AttentionTemperature temperature, Overflow overflow) {
        try (TextEmbedder lab = new TextEmbedder(embedder, cache, progress)) {
            return lab.embed(texts, Role.DOCUMENT, temperature, overflow);
        }
    }

    /** Of mixed lengths, beyond the window too, each another. */
    private static List<String> texts(int count) {
        return new ArrayList<>(IntStream.range(0, count).mapToObj(i -> "the cat " + i + " sat on ".repeat(i % 23)).toList());
    }

    private static void assertSame(float[] vector, float[] expected) {
        assertThat(Vectors.cosine(vector, expected)).isGreaterThanOrEqualTo(0.99999);
        assertThat(Vectors.cosine(vector, vector)).isCloseTo(1, within(1e-6));
        double squares = 0;
        for (float component : vector) {
            squares += component * component;
        }
        assertThat(squares).isCloseTo(1, within(1e-5));
    }
}
