package dev.isotherm.engine.torch;

import com.sun.jna.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch_cuda;

/** The libraries that LibTorch's part for CUDA is linked to: they are the system's, and a build may run where they are not. */
final class CudaLibraries {

    private static final String PART = "/org/bytedeco/pytorch/%s-gpu/libtorch_cuda.so";

    private static final List<String> NEEDED = List.of(
            "libcudart.so.13", "libcublas.so.13", "libcublasLt.so.13", "libcudnn.so.9", "libcudnn_adv.so.9", "libcudnn_cnn.so.9",
            "libcudnn_graph.so.9", "libcudnn_ops.so.9", "libcufft.so.12", "libcufile.so.0", "libcurand.so.10", "libcusolver.so.12",
            "libcusparse.so.12", "libnccl.so.2");

    /** Where JavaCPP looks beside the system's own paths. */
    private static final List<Path> FOLDERS = List.of(Path.of("/usr/local/cuda/lib64"), Path.of("/usr/local/cuda-13.1/lib64"), Path.of("/usr/lib64"));

    /** Libraries stay open: one that JNA closes while another is opened may block the process for good. */
    private static final List<NativeLibrary> KEPT = new ArrayList<>();

    private CudaLibraries() {}

    /** Whether this build has LibTorch's part for CUDA. */
    static boolean built() {
        return CudaLibraries.class.getResource(PART.formatted(Loader.getPlatform())) != null;
    }

    /**
     * Loads LibTorch's Java binding for CUDA, whose own libraries load with it.
     *
     * @throws BackendException when it cannot be loaded
     */
    static void load() {
        try {
            Loader.load(torch_cuda.class);
        } catch (LinkageError e) {
            throw new BackendException("LibTorch's part for CUDA cannot be loaded: " + BackendException.reason(e), e);
        }
    }

    /** Those that the system lacks. */
    static List<String> missing() {
        return NEEDED.stream().filter(library -> !present(library)).toList();
    }

    /**
     * To be called before LibTorch is loaded: JavaCPP would load half of the part for CUDA where a library is missing, and the other
     * half from the one for the CPU, and two LibTorchs end the process.
     */
    static void settle() {
        if (built() && !missing().isEmpty()) {
            System.setProperty("org.bytedeco.javacpp.platform.extension", "-none");
        }
    }

    private static synchronized boolean present(String library) {
        if (FOLDERS.stream().anyMatch(folder -> Files.exists(folder.resolve(library)))) {
            return true;
        }
        try {
            KEPT.add(NativeLibrary.getInstance(library));
            return true;
        } catch (UnsatisfiedLinkError absent) {
            return false;
        }
    }
}
