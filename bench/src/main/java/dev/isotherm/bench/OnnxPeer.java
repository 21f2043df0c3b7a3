package dev.isotherm.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.hub.ModelDescriptionReader;
import dev.isotherm.engine.hub.ModelOverrides;
import dev.isotherm.engine.model.ModelFamily;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.engine.text.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * ONNX Runtime on the file that holds the bundled model's weights, or on the same model as its own tools quantize it: weights in
 * int8, activations quantized as they come ("dynamic").
 */
final class OnnxPeer implements Contender {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Pooling pooling;
    private final String name;

    OnnxPeer(BundledModel model, boolean int8, int threads) {
        ModelDescription description = new ModelDescriptionReader(model, ModelFamily::positions).read(ModelOverrides.NONE);
        this.pooling = description.pooling().single().orElseThrow();
        this.name = "ONNX Runtime " + (int8 ? "int8" : "float32");
        try (InputStream in = OnnxPeer.class.getResourceAsStream("/" + model.artifact() + (int8 ? "-q" : "") + ".onnx");
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            session = environment.createSession(in.readAllBytes(), options);
        } catch (IOException | OrtException e) {
            throw new IllegalStateException(name + " cannot be loaded", e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<float[]> embed(List<Tokens> texts, Feeding feeding) {
        float[][] vectors = new float[texts.size()][];
        for (List<Integer> batch : feeding.batches(texts)) {
            List<float[]> embedded = embed(batch.stream().map(texts::get).toList());
            for (int i = 0; i < batch.size(); i++) {
                vectors[batch.get(i)] = embedded.get(i);
            }
        }
        return Arrays.asList(vectors);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<float[]> embed(List<Tokens> texts) {
        long[][] ids = Workload.padded(texts);
        try (OnnxTensor inputIds = OnnxTensor.createTensor(environment, ids);
                OnnxTensor mask = OnnxTensor.createTensor(environment, Workload.mask(texts));
                OnnxTensor types = OnnxTensor.createTensor(environment, new long[ids.length][ids[0].length]);
                OrtSession.Result result = session.run(
                        Map.of("input_ids", inputIds, "attention_mask", mask, "token_type_ids", types))) {
            float[][][] states = (float[][][]) result.get(0).getValue();
            return IntStream.range(0, states.length).mapToObj(i -> pooled(states[i], texts.get(i).count())).toList();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private float[] pooled(float[][] states, int count) {
        return Vectors.normalized(pooling == Pooling.CLS ? states[0] : mean(states, count));
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
