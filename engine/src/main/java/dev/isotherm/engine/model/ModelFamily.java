package dev.isotherm.engine.model;

import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.weights.Weights;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The architectures that can be run, by {@code model_type}. Each applies the attention temperature in every layer. */
public enum ModelFamily {
    BERT("bert") {
        @Override
        LoadedEncoder build(ModelDescription model, Weights weights, Backend backend) {
            return BertEncoder.load(BertConfig.of(model.config()), model.pooling(), weights, backend);
        }
    };

    private final String modelType;

    ModelFamily(String modelType) {
        this.modelType = modelType;
    }

    abstract LoadedEncoder build(ModelDescription model, Weights weights, Backend backend);

    /**
     * Copies the weights to the backend's device; they may be closed afterwards.
     *
     * @throws ModelException when the family is unknown or the configuration asks for something unsupported
     * @throws dev.isotherm.engine.weights.WeightsException when a weight is missing or has another shape
     */
    public static LoadedEncoder load(ModelDescription model, Weights weights, Backend backend) {
        return Arrays.stream(values())
                .filter(family -> family.modelType.equals(model.modelType()))
                .findFirst()
                .orElseThrow(() -> new ModelException("model %s: model_type '%s' is not supported; supported: %s"
                        .formatted(model.id(), model.modelType(), supported())))
                .build(model, weights, backend);
    }

    private static String supported() {
        return Arrays.stream(values()).map(family -> family.modelType).collect(Collectors.joining(", "));
    }
}
