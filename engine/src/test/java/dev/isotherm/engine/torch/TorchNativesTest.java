package dev.isotherm.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.Optional;
import org.bytedeco.openblas.global.openblas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is set in the process, so that a user need not. */
class TorchNativesTest {

    /** The C library's view, which Java's copy of the environment does not follow. */
    public interface Environment extends Library {
        String getenv(String name);
    }

    @Test
    void javaCppMayNotEndTheProcessAndOpenBlasHasOneThread() {
        TorchNatives.load(Optional.empty());
        assertThat(System.getProperty("org.bytedeco.javacpp.nopointergc")).isEqualTo("true");
        assertThat(openblas.blas_get_num_threads()).isEqualTo(1);
        assertThat(TorchNatives.version()).matches("[0-9.]+-[0-9.]+");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theCacheOfCompiledKernelsIsBounded() {
        TorchNatives.load(Optional.empty());
        Environment environment = Native.load("c", Environment.class);
        assertThat(environment.getenv("ONEDNN_PRIMITIVE_CACHE_CAPACITY")).isEqualTo("256");
        assertThat(environment.getenv("LRU_CACHE_CAPACITY")).isEqualTo("256");
    }
}
