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
        "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
        "CUDA error: CUBLAS_STATUS_NOT_INITIALIZED when calling `cublasCreate(handle)`",
        "[enforce fail at alloc_cpu.cpp:121] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 123 bytes."
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

    /** cuBLAS says the same after the error of an earlier kernel. */
    @Test
    void aHandleThatIsNotToBeHadOnADeadDeviceIsALoss() {
        assertThat(DeviceState.after(new RuntimeException("CUDA error: CUBLAS_STATUS_NOT_INITIALIZED"), () -> {
            throw new RuntimeException("CUDA error: device-side assert triggered");
        })).isEqualTo(DeviceState.LOST);
    }

    @Test
    void aFailureThatPassesIsOfOneBatch() {
        assertThat(DeviceState.after(new RuntimeException("CUDA error: invalid argument"), () -> { })).isEqualTo(DeviceState.USABLE);
        assertThat(DeviceState.after(new RuntimeException(), () -> { })).isEqualTo(DeviceState.USABLE);
    }
}
