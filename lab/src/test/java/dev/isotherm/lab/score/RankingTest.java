package dev.isotherm.lab.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RankingTest {

    private static final float[][] DOCUMENTS = {{0, 1}, {1, 0}, {0.6f, 0.8f}, {1, 0}, {-1, 0}};

    @Test
    void ranksBySimilarityAndTiesByIndex() {
        assertThat(Ranking.top(DOCUMENTS, new float[] {1, 0}, 10, i -> true)).containsExactly(1, 3, 2, 0, 4);
        assertThat(Ranking.top(DOCUMENTS, new float[] {1, 0}, 1, i -> true)).containsExactly(1);
        assertThat(Ranking.top(DOCUMENTS, new float[] {0, 0}, 3, i -> true)).containsExactly(0, 1, 2);
    }

    @Test
    void ranksOnlyWhatIsAllowed() {
        assertThat(Ranking.top(DOCUMENTS, new float[] {1, 0}, 2, i -> i != 1)).containsExactly(3, 2);
        assertThat(Ranking.top(DOCUMENTS, new float[] {1, 0}, 2, i -> false)).isEmpty();
    }

    /** Few distinct small whole components: sums are exact and ties frequent. */
    @Property(tries = 300)
    void isTheHeadOfAFullSort(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int count,
            @ForAll @IntRange(min = 1, max = 70) int k, @ForAll @IntRange(min = 1, max = 5) int dimensions) {
        Random random = new Random(seed);
        float[][] documents = new float[count][dimensions];
        for (float[] document : documents) {
            fill(document, random);
        }
        float[] query = new float[dimensions];
        fill(query, random);
        int[] sorted = IntStream.range(0, count).boxed()
                .sorted(Comparator.comparingDouble(i -> -product(documents[i], query)))
                .limit(k).mapToInt(Integer::intValue).toArray();
        assertThat(Ranking.top(documents, query, k, i -> true)).containsExactly(sorted);
    }

    @Test
    void tellsProductsApartThatFloatsWouldNot() {
        float[][] documents = {{1, 0}, {1, 1e-9f}};
        assertThat(Ranking.top(documents, new float[] {1, 1}, 2, i -> true)).containsExactly(1, 0);
    }

    @Test
    void refuses() {
        assertThatThrownBy(() -> Ranking.top(DOCUMENTS, new float[] {1, 0}, 0, i -> true))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("k is 0, it must be at least 1");
        assertThatThrownBy(() -> Ranking.top(DOCUMENTS, new float[3], 1, i -> true))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("a document has 2 dimensions, the query 3");
        assertThatThrownBy(() -> Ranking.top(DOCUMENTS, new float[] {Float.NaN, 0}, 1, i -> true))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("not finite");
    }

    private static void fill(float[] vector, Random random) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] = random.nextInt(3) - 1;
        }
    }

    private static double product(float[] a, float[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }
}
