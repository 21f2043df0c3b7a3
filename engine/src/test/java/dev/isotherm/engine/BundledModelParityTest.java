package dev.isotherm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import dev.isotherm.cpu.CpuFeatures;
import dev.isotherm.cpu.Kernels;
import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.torch.Dtype;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine against ONNX Runtime on the same weights. */
class BundledModelParityTest {

    private record Agreement(double minCosine, double maxDifference) {}

    @ParameterizedTest
    @EnumSource(BundledModel.class)
    void float32AgreesWithOnnxRuntime(BundledModel model) throws IOException, OrtException {
        Agreement agreement = compare(model, Dtype.FLOAT32, 1.0, ParityTexts.all());
        assertThat(agreement.minCosine).isGreaterThanOrEqualTo(0.99999);
        assertThat(agreement.maxDifference).isLessThan(1e-4);
    }

    @ParameterizedTest
    @EnumSource(BundledModel.class)
    void bfloat16StaysClose(BundledModel model) throws IOException, OrtException {
        assertThat(compare(model, Dtype.BFLOAT16, 1.0, ParityTexts.all()).minCosine).isGreaterThanOrEqualTo(0.999);
    }

    @ParameterizedTest
    @EnumSource(BundledModel.class)
    void int8StaysCloseOrIsRefused(BundledModel model) throws IOException, OrtException {
        if (Kernels.all(CpuFeatures.detect()).stream().anyMatch(kernels -> kernels.variant().int8())) {
            List<String> texts = ParityTexts.all();
            assertThat(compare(model, Dtype.INT8, 1.0, texts.subList(1, texts.size())).minCosine).isGreaterThanOrEqualTo(0.995);
            // The mean of two special tokens; see docs/decisions/int8.md.
            assertThat(texts.get(0)).isEmpty();
            assertThat(compare(model, Dtype.INT8, 1.0, texts.subList(0, 1)).minCosine).isGreaterThanOrEqualTo(0.99);
        } else {
            assertThatThrownBy(() -> Embedders.load(model, Dtype.INT8)).hasMessageContaining("it needs Linux and AVX-512 with VNNI");
        }
    }

    @ParameterizedTest
    @CsvSource({"0.5", "0.8", "0.95", "1.2"})
    void temperatureAgreesWithAnEditedGraph(double tau) throws IOException, OrtException {
        for (BundledModel model : BundledModel.values()) {
            Agreement agreement = compare(model, Dtype.FLOAT32, tau, ParityTexts.all().subList(2, 16));
            assertThat(agreement.minCosine).as(model.id()).isGreaterThanOrEqualTo(0.99999);
        }
    }

    private static Agreement compare(BundledModel model, Dtype dtype, double tau, List<String> texts)
            throws IOException, OrtException {
        byte[] onnx = OnnxOracle.file(model);
        double minCosine = 1;
        double maxDifference = 0;
        try (Embedder embedder = Embedders.load(model, dtype);
                OnnxOracle oracle = new OnnxOracle(tau == 1 ? onnx : OnnxTemperature.divided(onnx, tau))) {
            List<Tokens> tokens = texts.stream().map(text -> Embedders.tokens(embedder, text)).toList();
            List<float[]> vectors = embedder.encode(tokens, AttentionTemperature.parse(Double.toString(tau)));
            for (int i = 0; i < texts.size(); i++) {
                float[] expected = oracle.embed(tokens.get(i), embedder.model().pooling());
                minCosine = Math.min(minCosine, Cosine.of(expected, vectors.get(i)));
                maxDifference = Math.max(maxDifference, Cosine.maxDifference(expected, vectors.get(i)));
            }
        }
        System.out.printf("%s %s τ=%s: %d texts, min cosine %.8f, max difference %.2e%n",
                model.id(), dtype.label(), tau, texts.size(), minCosine, maxDifference);
        return new Agreement(minCosine, maxDifference);
    }
}
