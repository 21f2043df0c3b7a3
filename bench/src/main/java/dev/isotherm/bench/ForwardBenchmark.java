package dev.isotherm.bench;

import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.torch.Dtype;
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

/** Token ids to normalized vectors, for a closer look at one case; {@link SideBySide} compares. Verified before it is timed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class ForwardBenchmark {

    @Param({"ALL_MINILM_L6"})
    public BundledModel model;

    @Param({"SHORT", "MEDIUM", "LONG", "MIXED", "SINGLE"})
    public Workload workload;

    @Param({"BFLOAT16", "FLOAT32", "INT8"})
    public Dtype dtype;

    private Contender contender;

    @Setup(Level.Trial)
    public void load() {
        contender = Isotherm.of(model, dtype);
        try (Contender peer = new OnnxPeer(model, false, Runtime.getRuntime().availableProcessors())) {
            SideBySide.verify(contender, peer, workload);
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        contender.close();
    }

    @Benchmark
    public List<float[]> embed() {
        return contender.embed(workload.texts(), Feeding.ONE_BATCH);
    }
}
