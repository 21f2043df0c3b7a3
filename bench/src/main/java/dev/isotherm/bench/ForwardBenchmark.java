package dev.isotherm.bench;

import ai.onnxruntime.OrtException;
import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.EmbedderOptions;
import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Token ids to normalized vectors, Isotherm beside ONNX Runtime. Both are loaded in every trial and must agree before either is
 * timed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class ForwardBenchmark {

    static final double MIN_COSINE = 0.999;

    @Param({"ALL_MINILM_L6"})
    public BundledModel model;

    @Param({"SHORT", "MEDIUM", "LONG", "MIXED", "SINGLE"})
    public Workload workload;

    @Param({"BFLOAT16"})
    public Dtype dtype;

    private Embedder embedder;
    private OnnxPeer peer;

    @Setup(Level.Trial)
    public void load() throws IOException, OrtException {
        ComputeOptions compute = ComputeOptions.automatic().withDtype(dtype);
        embedder = Embedder.load(EmbedderOptions.of(model.id()).with(compute));
        peer = new OnnxPeer(model.artifact(), embedder.model().pooling(), compute.threads());
        verify();
    }

    @TearDown(Level.Trial)
    public void close() throws OrtException {
        embedder.close();
        peer.close();
    }

    @Benchmark
    public List<float[]> isotherm() {
        return embedder.encode(workload.texts(), AttentionTemperature.NONE);
    }

    @Benchmark
    public List<float[]> onnxRuntime() throws OrtException {
        return peer.embed(workload.texts());
    }

    private void verify() throws OrtException {
        List<float[]> ours = isotherm();
        List<float[]> theirs = onnxRuntime();
        for (int i = 0; i < ours.size(); i++) {
            double cosine = cosine(ours.get(i), theirs.get(i));
            if (!(cosine >= MIN_COSINE)) {
                throw new IllegalStateException("text %d: cosine %.6f, at least %.3f is needed".formatted(i, cosine, MIN_COSINE));
            }
        }
    }

    /** Of vectors of length 1. */
    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
        }
        return dot;
    }
}
