package dev.isotherm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.BackendException;
import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family on every backend of the CPU against the reference library's vectors. */
class FamiliesTest {

    static Stream<Arguments> exact() {
        return cases(Dtype.FLOAT32);
    }

    static Stream<Arguments> narrow() {
        return Stream.concat(cases(Dtype.BFLOAT16), cases(Dtype.INT8));
    }

    /** On what runs the format here. */
    private static Stream<Arguments> cases(Dtype dtype) {
        return Stream.of("torch", "onednn", "kernels")
                .map(backend -> ComputeOptions.automatic().withDtype(dtype).withOperations(backend))
                .filter(FamiliesTest::isThere)
                .flatMap(compute -> GoldenVectors.CHECKPOINTS.stream().map(checkpoint -> Arguments.of(checkpoint, compute)));
    }

    private static boolean isThere(ComputeOptions compute) {
        try {
            Backend.choose(compute);
            return true;
        } catch (BackendException impossible) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("exact")
    void vectorsAreThoseOfTheReferenceLibrary(String checkpoint, ComputeOptions compute) {
        assertThat(GoldenVectors.cosines(checkpoint, compute)).isNotEmpty().allSatisfy(cosine -> assertThat(cosine).isGreaterThanOrEqualTo(0.99999));
    }

    /** Random models of large weights magnify rounding, some texts' more than others'; a mistake would show in all of them. */
    @ParameterizedTest
    @MethodSource("narrow")
    void narrowFormatsStayClose(String checkpoint, ComputeOptions compute) {
        double mean = GoldenVectors.cosines(checkpoint, compute).stream().mapToDouble(cosine -> cosine).average().orElseThrow();
        assertThat(mean).isGreaterThanOrEqualTo(compute.dtype().equals(Optional.of(Dtype.INT8)) ? 0.95 : 0.985);
    }
}
