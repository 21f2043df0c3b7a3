package dev.isotherm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.temperature.PassTemperature;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.torch.Dtype;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A text's vector does not depend on its batch mates, their order, or their temperatures. */
class BatchIsolationTest {

    private static Embedder embedder;

    @BeforeContainer
    static void load() {
        embedder = Embedders.load(BundledModel.ALL_MINILM_L6, Dtype.FLOAT32);
    }

    @AfterContainer
    static void close() {
        embedder.close();
    }

    @Property(tries = 15)
    void aloneOrInAnyBatchTheVectorIsTheSame(@ForAll("batches") List<Sequence> batch) {
        float[][] together = encode(batch);
        for (int i = 0; i < batch.size(); i++) {
            assertThat(Cosine.of(together[i], encode(List.of(batch.get(i)))[0])).isGreaterThanOrEqualTo(0.99999);
        }
    }

    @Property(tries = 15)
    void aPermutedBatchGivesPermutedVectors(@ForAll("batches") List<Sequence> batch, @ForAll Random random) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, batch.size()).boxed().toList());
        Collections.shuffle(order, random);
        float[][] straight = encode(batch);
        float[][] permuted = encode(order.stream().map(batch::get).toList());
        for (int i = 0; i < order.size(); i++) {
            assertThat(Cosine.of(straight[order.get(i)], permuted[i])).isGreaterThanOrEqualTo(0.99999);
        }
    }

    @Provide
    Arbitrary<List<Sequence>> batches() {
        Arbitrary<Integer> lengths = Arbitraries.oneOf(
                Arbitraries.of(1, 2, 31, 32, 33, 127), Arbitraries.integers().between(1, 60));
        Arbitrary<String> policies = Arbitraries.of("1.0", "0.5", "1.3", "log:8", "ranges:1=1.0,32=0.7", "first-half:0.5");
        return lengths.flatMap(length -> policies.map(policy -> sequence(length, policy))).list().ofMinSize(1).ofMaxSize(10);
    }

    private static Sequence sequence(int length, String policy) {
        int[] ids = new Random(31L * length + policy.hashCode()).ints(length, 1000, 30_000).toArray();
        return new Sequence(new Tokens(ids, new int[length], length), PassTemperature.of(policy));
    }

    private static float[][] encode(List<Sequence> batch) {
        float[][] vectors = embedder.encoder().encode(PackedBatch.pack(batch, embedder.encoder().layers())).pooledVectors();
        assertThat(Arrays.stream(vectors)).hasSize(batch.size());
        return vectors;
    }
}
