package dev.isotherm.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaDriverTest {

    private static final CudaDevice L4 = new CudaDevice(0, "NVIDIA L4", 8, 9, 24L << 30);

    /** What JavaCPP and the loader say, as seen, and what the one who installs needs to know. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "no jnicudart in java.library.path: /usr/lib64:/lib | mvn -Pgpu package",
        "/c/libjnicudart.so: libcuda.so.1: cannot open shared object file: No such file or directory | install driver 580 or newer",
        "/c/libjnicudart.so: libcudart.so.13: cannot open shared object file: No such file or directory | install cuda-cudart-13",
        "/c/libjninvrtc.so: libnvrtc.so.13: cannot open shared object file: No such file or directory | install cuda-nvrtc-13",
        "something else entirely | (something else entirely",
    })
    void oneSentenceSaysWhatIsMissing(String message, String remedy) {
        assertThatThrownBy(() -> Natives.require("CUDA", new UnsatisfiedLinkError(message)))
                .isInstanceOf(CudaException.class)
                .hasMessageStartingWith("CUDA cannot be used: ")
                .hasMessageContaining(remedy)
                .hasMessageEndingWith(".");
        assertThatCode(() -> Natives.require("CUDA", null)).doesNotThrowAnyException();
    }

    /** Without the natives of the GPU build, where they are not on the tests' class path; a second time too. */
    @Test
    void answersInOneSentenceWhereItCannotLoad() {
        Assumptions.assumeTrue(
                getClass().getResource("/org/bytedeco/cuda/linux-x86_64/libjnicudart.so") == null, "the natives of the GPU build are here");
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(CudaDriver::load).isInstanceOf(CudaException.class).hasMessageContaining("mvn -Pgpu package");
            assertThatThrownBy(Nvrtc::load).isInstanceOf(CudaException.class).hasMessageContaining("mvn -Pgpu package");
        }
    }

    @Test
    void namesVersions() {
        assertThat(new CudaDriver(13010, List.of(L4)).versionName()).isEqualTo("13.1");
        assertThatCode(() -> CudaDriver.requireVersion(13000)).doesNotThrowAnyException();
        assertThatThrownBy(() -> CudaDriver.requireVersion(12080))
                .isInstanceOf(CudaException.class)
                .hasMessage("The NVIDIA driver is too old: it supports CUDA 12.8 and 13.0 is needed; install driver 580 or newer.");
    }

    @Test
    void knowsItsDevices() {
        CudaDriver driver = new CudaDriver(13000, List.of(L4));
        assertThat(driver.device(0)).isEqualTo(L4);
        assertThatThrownBy(() -> driver.device(1))
                .isInstanceOf(CudaException.class)
                .hasMessage("There is no device cuda:1: the driver shows 1 device, cuda:0.");
        CudaDriver two = new CudaDriver(13000, List.of(L4, new CudaDevice(1, "NVIDIA L4", 8, 9, 24L << 30)));
        assertThatThrownBy(() -> two.device(-1)).hasMessage("There is no device cuda:-1: the driver shows 2 devices, cuda:0 to cuda:1.");
    }

    @ParameterizedTest
    @CsvSource({"7, 5", "8, 0", "8, 6", "8, 7", "8, 9", "9, 0", "10, 0", "10, 3", "12, 0", "12, 1"})
    void servesDevicesThatTheBuildHasCodeFor(int major, int minor) {
        assertThatCode(device(major, minor)::requireSupported).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"6, 1", "7, 0", "7, 2", "11, 0", "13, 0"})
    void refusesOthers(int major, int minor) {
        assertThatThrownBy(device(major, minor)::requireSupported)
                .isInstanceOf(CudaException.class)
                .hasMessage("Device 1 (a GPU) has compute capability %d.%d, and this build has code for 7.5 (Turing, such as a T4), 8, 9, 10 and 12: "
                        + "choose another device or --device cpu.", major, minor);
    }

    @Test
    void kernelsAreCompiledForTheNewestArchitectureThatTheDeviceRuns() {
        Nvrtc nvrtc = new Nvrtc("13.0", List.of(75, 80, 86, 87, 89, 90, 100, 120));
        assertThat(nvrtc.architecture(L4)).isEqualTo("sm_89");
        assertThat(nvrtc.architecture(device(8, 8))).isEqualTo("sm_87");
        assertThat(nvrtc.architecture(device(10, 3))).isEqualTo("sm_100");
        assertThatThrownBy(() -> nvrtc.architecture(device(13, 0)))
                .isInstanceOf(NoCompilerException.class)
                .hasMessage("NVRTC 13.0 does not know compute capability 13.0 of device 1 (a GPU): install a newer cuda-nvrtc.");
    }

    private static CudaDevice device(int major, int minor) {
        return new CudaDevice(1, "a GPU", major, minor, 1);
    }
}
