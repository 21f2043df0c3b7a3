package dev.isotherm.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.engine.Cosine;
import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.hub.ModelDescriptionReader;
import dev.isotherm.engine.hub.ModelOverrides;
import dev.isotherm.engine.model.Encoder;
import dev.isotherm.engine.model.ModelFamily;
import dev.isotherm.engine.temperature.PassTemperature;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.SizeTPointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole forward passes on a GPU against plain LibTorch in float32 on the processor, several temperatures in a batch. */
class CudaForwardGpuIT {

    private static final int BATCHES = 10_000;
    private static final int ROUNDS = 200;

    @BeforeAll
    static void requireGpu() {
        Gpus.require(1);
    }

    @ParameterizedTest
    @CsvSource({
        "ALL_MINILM_L6, auto, FLOAT32, 0.99999", "ALL_MINILM_L6, auto, FLOAT16, 0.999", "ALL_MINILM_L6, auto, BFLOAT16, 0.999",
        "BGE_SMALL_EN, auto, FLOAT32, 0.99999", "BGE_SMALL_EN, auto, FLOAT16, 0.999", "BGE_SMALL_EN, auto, BFLOAT16, 0.999",
        "E5_SMALL, auto, FLOAT16, 0.999", "BGE_SMALL_EN, torch, FLOAT32, 0.99999", "BGE_SMALL_EN, torch, FLOAT16, 0.999"
    })
    void vectorsAreThoseOfTheReference(BundledModel model, String operations, Dtype dtype, double cosine) {
        assertAgree(encode(model, Gpus.backend(operations, dtype)), encode(model, Gpus.reference()), cosine);
    }

    private static void assertAgree(float[][] actual, float[][] expected, double cosine) {
        assertThat(actual).hasDimensions(expected.length, expected[0].length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Cosine.of(actual[i], expected[i])).as("sequence %d", i).isGreaterThanOrEqualTo(cosine);
        }
    }

    @Test
    void twoDevicesAtOnceGiveWhatTheReferenceGives() throws Exception {
        Gpus.require(2);
        try (Encoder first = load(BundledModel.BGE_SMALL_EN, Gpus.backend(0, "auto", Dtype.FLOAT16));
                Encoder second = load(BundledModel.BGE_SMALL_EN, Gpus.backend(1, "auto", Dtype.FLOAT16))) {
            assertAllAgree(BundledModel.BGE_SMALL_EN, List.of(first, second));
        }
    }

    /** As {@code --replicas} has them: a stream each, the weights in common. */
    @Test
    void threadsThatShareAnEncoderDoNotMeet() throws Exception {
        try (Encoder encoder = load(BundledModel.BGE_SMALL_EN, Gpus.backend("auto", Dtype.FLOAT16))) {
            assertAllAgree(BundledModel.BGE_SMALL_EN, List.of(encoder, encoder, encoder));
        }
    }

    /** A thread for each encoder, and for each thread texts of its own, again and again at the same time. */
    private static void assertAllAgree(BundledModel model, List<Encoder> encoders) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(encoders.size());
        try (Encoder reference = load(model, Gpus.reference())) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < encoders.size(); i++) {
                Encoder encoder = encoders.get(i);
                PackedBatch batch = batch(encoder.layers(), 1 + i);
                float[][] expected = reference.encode(batch).pooledVectors();
                tasks.add(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        assertAgree(encoder.encode(batch).pooledVectors(), expected, 0.999);
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void memoryStaysWhereItIs() {
        try (Encoder encoder = load(BundledModel.ALL_MINILM_L6, Gpus.backend("auto", Dtype.FLOAT16))) {
            PackedBatch batch = batch(encoder.layers(), 0);
            repeat(encoder, batch, BATCHES / 10);
            long resident = TorchNatives.residentBytes();
            long free = freeOnDevice();
            repeat(encoder, batch, BATCHES);
            assertThat(TorchNatives.residentBytes() - resident).isLessThan(32 << 20);
            assertThat(free - freeOnDevice()).isLessThan(32 << 20);
        }
    }

    private static long freeOnDevice() {
        try (SizeTPointer free = new SizeTPointer(1); SizeTPointer all = new SizeTPointer(1)) {
            assertThat(cudart.cudaMemGetInfo(free, all)).isEqualTo(cudart.cudaSuccess);
            return free.get();
        }
    }

    private static void repeat(Encoder encoder, PackedBatch batch, int times) {
        for (int i = 0; i < times; i++) {
            encoder.encode(batch);
        }
    }

    private static float[][] encode(BundledModel files, Backend backend) {
        try (Encoder encoder = load(files, backend)) {
            return encoder.encode(batch(encoder.layers(), 0)).pooledVectors();
        }
    }

    private static Encoder load(BundledModel files, Backend backend) {
        ModelDescription model = new ModelDescriptionReader(files, ModelFamily::positions).read(ModelOverrides.NONE);
        try (Weights weights = files.openWeights()) {
            return ModelFamily.load(model, weights, backend).encoder();
        }
    }

    private static PackedBatch batch(int layers, int seed) {
        List<String> policies = List.of("1.0", "0.5", "log:64", "first-half:0.7", "2.0");
        List<Sequence> sequences = new ArrayList<>();
        for (int length : new int[] {512, 127, 127, 33, 32, 31, 2, 1}) {
            int[] ids = new Random(1000L * seed + length + sequences.size()).ints(length, 1000, 30_000).toArray();
            sequences.add(new Sequence(new Tokens(ids, new int[length], length), PassTemperature.of(policies.get(sequences.size() % policies.size()))));
        }
        return PackedBatch.pack(sequences, layers);
    }
}
