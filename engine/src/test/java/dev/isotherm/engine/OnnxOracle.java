package dev.isotherm.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.pooling.PoolingModes;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.engine.text.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;

/** ONNX Runtime on the very file whose weights a bundled model uses: an implementation that is not ours. */
final class OnnxOracle implements AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    OnnxOracle(byte[] onnx) throws OrtException {
        session = environment.createSession(onnx, new OrtSession.SessionOptions());
    }

    static byte[] file(BundledModel model) throws IOException {
        try (InputStream in = OnnxOracle.class.getResourceAsStream("/" + model.artifact() + ".onnx")) {
            return in.readAllBytes();
        }
    }

    /** The normalized vector of one text, run alone and without padding. */
    float[] embed(Tokens tokens, PoolingModes pooling) throws OrtException {
        float[][] states = states(tokens);
        return Vectors.normalized(pooling.is(Pooling.CLS) ? states[0] : mean(states));
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    private float[][] states(Tokens tokens) throws OrtException {
        long[] mask = new long[tokens.count()];
        Arrays.fill(mask, 1);
        try (OnnxTensor ids = row(widened(tokens.ids()));
                OnnxTensor attention = row(mask);
                OnnxTensor types = row(widened(tokens.typeIds()));
                OrtSession.Result result = session.run(
                        Map.of("input_ids", ids, "attention_mask", attention, "token_type_ids", types))) {
            return ((float[][][]) result.get(0).getValue())[0];
        }
    }

    private OnnxTensor row(long[] values) throws OrtException {
        return OnnxTensor.createTensor(environment, new long[][] {values});
    }

    private static long[] widened(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    private static float[] mean(float[][] states) {
        float[] mean = new float[states[0].length];
        for (int i = 0; i < mean.length; i++) {
            double sum = 0;
            for (float[] state : states) {
                sum += state[i];
            }
            mean[i] = (float) (sum / states.length);
        }
        return mean;
    }
}
