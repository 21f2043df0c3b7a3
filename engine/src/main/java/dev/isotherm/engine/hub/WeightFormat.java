package dev.isotherm.engine.hub;

import dev.isotherm.engine.weights.OnnxWeights;
import dev.isotherm.engine.weights.SafetensorsFile;
import dev.isotherm.engine.weights.TorchCheckpoint;
import dev.isotherm.engine.weights.Weights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The files that a model's weights may be in; where it has several kinds, the first is taken. */
enum WeightFormat {
    SAFETENSORS("model.safetensors", SafetensorsFile::open),
    TORCH("pytorch_model.bin", TorchCheckpoint::open),
    /** Of BERT and its kin, as exported in float32: names of its weights are told by the graph. */
    ONNX("onnx/model.onnx", OnnxWeights::open),
    ONNX_BESIDE("model.onnx", OnnxWeights::open);

    private final String single;
    private final Function<Path, Weights> opener;

    WeightFormat(String single, Function<Path, Weights> opener) {
        this.single = single;
        this.opener = opener;
    }

    /** What a model lacks that has none of them. */
    static String none() {
        return "none of " + Arrays.stream(values()).map(format -> format.single).collect(Collectors.joining(", "))
                + ", nor an index of shards of the first two";
    }

    /** The file with all weights. */
    String single() {
        return single;
    }

    /** The file that says in which others they are. */
    String index() {
        return single + ".index.json";
    }

    Weights open(Path file) {
        return opener.apply(file);
    }
}
