package dev.isotherm.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceStateTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 22.03 GiB",
        "CUDA error: out of memory",
        "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"
    })
    void memoryThatRunsOutIsNoLoss(String message) {
        assertThat(DeviceState.after(new RuntimeException(message), () -> { })).isEqualTo(DeviceState.OUT_OF_MEMORY);
    }

    @Test
    void aFailureThatStaysIsALoss() {
        RuntimeException sticky = new RuntimeException("CUDA error: an illegal memory access was encountered");
        assertThat(DeviceState.after(sticky, () -> {
            throw sticky;
        })).isEqualTo(DeviceState.LOST);
    }

    @Test
    void aFailureThatPassesIsOfOneBatch() {
        assertThat(DeviceState.after(new RuntimeException("CUDA error: invalid argument"), () -> { })).isEqualTo(DeviceState.USABLE);
        assertThat(DeviceState.after(new RuntimeException(), () -> { })).isEqualTo(DeviceState.USABLE);
    }
}
