package dev.isotherm.server;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Wanted;
import dev.isotherm.engine.model.DeviceLostException;
import dev.isotherm.engine.model.DeviceMemoryException;
import dev.isotherm.engine.model.Encoder;
import dev.isotherm.engine.model.ForwardException;
import dev.isotherm.engine.model.Output;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** An encoder without natives: vectors tell which tokens and which temperature they were made from. */
public final class FakeEncoder implements Encoder {

    public static final int DIMENSIONS = 4;

    /** Ids of tokens that make the forward pass misbehave. */
    public static final int FAILS = 9_001;

    public static final int RUNS_OUT_OF_MEMORY = 9_002;
    public static final int YIELDS_NAN = 9_003;
    public static final int LOSES_THE_DEVICE = 9_004;

    private final int labels;
    private final boolean misbehaves;
    private final List<Integer> batchSizes = Collections.synchronizedList(new ArrayList<>());
    private volatile int memory = Integer.MAX_VALUE;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile CountDownLatch arrival = new CountDownLatch(1);

    /** One that embeds. */
    public FakeEncoder() {
        this(0);
    }

    /** One that scores: a sequence's logits are its token count, and one less for each further label. */
    public FakeEncoder(int labels) {
        this(labels, true);
    }

    private FakeEncoder(int labels, boolean misbehaves) {
        this.labels = labels;
        this.misbehaves = misbehaves;
    }

    /** The same, for which no token means misfortune. */
    public static FakeEncoder harmless(int labels) {
        return new FakeEncoder(labels, false);
    }

    /** What the vector of a sequence is. */
    public static float[] vector(int[] ids, float logitScale) {
        float sum = 0;
        for (int id : ids) {
            sum += id;
        }
        return new float[] {ids.length, sum, logitScale, 1};
    }

    /** Tokens for which there is memory. */
    public void limitMemory(int tokens) {
        memory = tokens;
    }

    @Override
    public Output encode(PackedBatch batch) {
        awaitGate();
        if (batch.tokens() > memory) {
            throw new DeviceMemoryException(new RuntimeException("native secret"));
        }
        batchSizes.add(batch.sequences());
        float[][] vectors = new float[batch.sequences()][];
        for (int i = 0; i < vectors.length; i++) {
            int[] ids = Arrays.copyOfRange(batch.ids(), batch.cuSeqlens()[i], batch.cuSeqlens()[i + 1]);
            vectors[i] = misbehaves ? encode(ids, batch.logitScale()[0][i]) : vector(ids, batch.logitScale()[0][i]);
        }
        if (labels > 0) {
            return new Output.Scores(IntStream.range(0, vectors.length).mapToObj(i -> logits(vectors[i][0])).toArray(float[][]::new));
        }
        return batch.wanted() == Wanted.TOKENS ? tokenVectors(batch) : new Output.Pooled(vectors);
    }

    private float[] logits(float tokens) {
        float[] logits = new float[labels];
        for (int i = 0; i < labels; i++) {
            logits[i] = tokens - i;
        }
        return logits;
    }

    /** Of each token its id and position. */
    private static Output tokenVectors(PackedBatch batch) {
        float[][] vectors = new float[batch.tokens()][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = new float[] {batch.ids()[i], batch.positions()[i], 0, 1};
        }
        return new Output.TokenVectors(vectors, batch.cuSeqlens());
    }

    private void awaitGate() {
        try {
            arrival.countDown();
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static float[] encode(int[] ids, float logitScale) {
        for (int id : ids) {
            switch (id) {
                case FAILS -> throw new ForwardException("the forward pass failed", new RuntimeException("native secret"));
                case RUNS_OUT_OF_MEMORY -> throw new OutOfMemoryError("secret");
                case LOSES_THE_DEVICE -> throw new DeviceLostException("fake:0", new RuntimeException("native secret"));
                case YIELDS_NAN -> {
                    return new float[] {Float.NaN, 0, 0, 0};
                }
                default -> { }
            }
        }
        return vector(ids, logitScale);
    }

    /** Holds every further forward pass until {@link #release}. */
    public void hold() {
        arrival = new CountDownLatch(1);
        gate = new CountDownLatch(1);
    }

    /** Waits until a forward pass stands at the gate: what is sent from then on waits in the queue. */
    public void awaitArrival() throws InterruptedException {
        arrival.await();
    }

    /** Whether one does. */
    public boolean hasArrived() {
        return arrival.getCount() == 0;
    }

    public void release() {
        gate.countDown();
    }

    /** Sequences of each batch so far. */
    public List<Integer> batchSizes() {
        return List.copyOf(batchSizes);
    }

    @Override
    public int layers() {
        return 2;
    }

    @Override
    public int dimensions() {
        return DIMENSIONS;
    }

    @Override
    public int vocabularySize() {
        return 1_000_000;
    }

    @Override
    public void close() {
        // holds nothing
    }
}
