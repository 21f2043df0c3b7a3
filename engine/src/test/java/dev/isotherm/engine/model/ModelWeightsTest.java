package dev.isotherm.engine.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.hub.ModelDescriptionReader;
import dev.isotherm.engine.hub.ModelOverrides;
import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.BackendException;
import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import dev.isotherm.engine.torch.Ops;
import dev.isotherm.engine.weights.Weights;
import java.lang.reflect.Proxy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a model that cannot be loaded, by operations that fail as LibTorch does. */
class ModelWeightsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "CUDA out of memory. Tried to allocate 2.00 GiB. | they need 0.1 GB, more than is free there; free some, or use a smaller dtype, a smaller model or another device",
        "Could not find schema for aten::x. | Could not find schema for aten::x."
    })
    void theCauseIsNamed(String said, String told) {
        ModelDescription model = new ModelDescriptionReader(BundledModel.ALL_MINILM_L6, ModelFamily::positions).read(ModelOverrides.NONE);
        Backend backend = new Backend(failing(said + "\nframe #0: /home"), "cpu", Dtype.FLOAT32, Dtype.FLOAT32, 1, "test");
        Backend.choose(ComputeOptions.automatic());
        try (Weights weights = BundledModel.ALL_MINILM_L6.openWeights()) {
            assertThatThrownBy(() -> ModelFamily.load(model, weights, backend))
                    .isInstanceOf(BackendException.class)
                    .hasMessage("the weights cannot be brought to cpu in float32: " + told);
        }
    }

    private static Ops failing(String message) {
        return (Ops) Proxy.newProxyInstance(Ops.class.getClassLoader(), new Class<?>[] {Ops.class}, (proxy, method, arguments) -> {
            throw new IllegalStateException(message);
        });
    }
}
