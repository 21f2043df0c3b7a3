package dev.isotherm.engine.weights;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class StoredTensorTest {

    @Test
    void acceptsExactlyTheBytesOfItsShape() {
        assertThatCode(() -> tensor(StoredType.FLOAT16, 12, 2, 3)).doesNotThrowAnyException();
        assertThatThrownBy(() -> tensor(StoredType.FLOAT32, 12, 2, 3))
                .isInstanceOf(WeightsException.class)
                .hasMessage("tensor w of shape [2, 3] as FLOAT32 takes 24 bytes, the file has 12");
    }

    @Test
    void refusesANegativeDimensionEvenWhereTheProductFits() {
        assertThatThrownBy(() -> tensor(StoredType.FLOAT32, 24, -2, -3))
                .isInstanceOf(WeightsException.class)
                .hasMessage("tensor w: shape [-2, -3] has a negative dimension");
    }

    @Test
    void refusesAShapeThatOverflows() {
        assertThatThrownBy(() -> tensor(StoredType.FLOAT32, 0, 1L << 62, 4))
                .isInstanceOf(WeightsException.class)
                .hasMessage("tensor w: shape [4611686018427387904, 4] is too large for any file");
    }

    private static StoredTensor tensor(StoredType type, int bytes, long... shape) {
        return new StoredTensor("w", type, shape, TensorData.of(ByteBuffer.allocate(bytes)));
    }
}
