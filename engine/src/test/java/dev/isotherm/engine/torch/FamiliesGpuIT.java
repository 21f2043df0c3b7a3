package dev.isotherm.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.engine.GoldenVectors;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family on a GPU in float32 against the reference library's vectors. */
class FamiliesGpuIT {

    @BeforeAll
    static void requireGpu() {
        Gpus.require(1);
    }

    static Stream<String> checkpoints() {
        return GoldenVectors.CHECKPOINTS.stream();
    }

    @ParameterizedTest
    @MethodSource("checkpoints")
    void vectorsAreThoseOfTheReferenceLibrary(String checkpoint) {
        ComputeOptions compute = new ComputeOptions("cuda:0", "auto", Optional.of(Dtype.FLOAT32), 2, Optional.empty());
        assertThat(GoldenVectors.cosines(checkpoint, compute)).isNotEmpty().allSatisfy(cosine -> assertThat(cosine).isGreaterThanOrEqualTo(0.99999));
    }
}
