package dev.isotherm.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.engine.text.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** ONNX Runtime in float32 on the file that holds the bundled model's weights, one padded batch a call. */
final class OnnxPeer implements AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Pooling pooling;

    OnnxPeer(String artifact, Pooling pooling, int threads) throws IOException, OrtException {
        this.pooling = pooling;
        try (InputStream in = OnnxPeer.class.getResourceAsStream("/" + artifact + ".onnx");
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            session = environment.createSession(in.readAllBytes(), options);
        }
    }

    /** Normalized vectors in the order of the texts. */
    List<float[]> embed(List<Tokens> texts) throws OrtException {
        long[][] ids = Workload.padded(texts);
        try (OnnxTensor inputIds = OnnxTensor.createTensor(environment, ids);
                OnnxTensor mask = OnnxTensor.createTensor(environment, Workload.mask(texts));
                OnnxTensor types = OnnxTensor.createTensor(environment, new long[ids.length][ids[0].length]);
                OrtSession.Result result = session.run(
                        Map.of("input_ids", inputIds, "attention_mask", mask, "token_type_ids", types))) {
            return pool((float[][][]) result.get(0).getValue(), texts);
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    private List<float[]> pool(float[][][] states, List<Tokens> texts) {
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < states.length; i++) {
            vectors.add(Vectors.normalized(pooling == Pooling.CLS ? states[i][0] : mean(states[i], texts.get(i).count())));
        }
        return vectors;
    }

    private static float[] mean(float[][] states, int count) {
        float[] mean = new float[states[0].length];
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += states[row][i] / count;
            }
        }
        return mean;
    }
}
