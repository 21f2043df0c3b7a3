package dev.isotherm.engine.torch;

import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/** Loads LibTorch into the process, once. */
public final class TorchNatives {

    /** Loading again would look for symbols in all libraries, which must not meet a library being opened or closed elsewhere. */
    private static boolean loaded;

    private TorchNatives() {}

    /**
     * Sets where native libraries are unpacked. To be called before anything native is used: the first library to be unpacked
     * settles it.
     *
     * @param cache empty for the default in the user's home
     */
    public static void unpackTo(Optional<Path> cache) {
        cache.ifPresent(path -> {
            System.setProperty("org.bytedeco.javacpp.cachedir", path.toString());
            System.setProperty("jna.tmpdir", path.toString());
        });
    }

    /**
     * Loads LibTorch unless it is there already; the first load on a machine unpacks about 370 MB of libraries.
     *
     * @param cache folder for the unpacked libraries; empty for JavaCPP's default in the user's home. Without effect once loaded
     * @throws BackendException when the libraries cannot be unpacked or loaded
     */
    public static synchronized void load(Optional<Path> cache) {
        if (loaded) {
            return;
        }
        // JavaCPP's default ends the process when resident memory passes four times the heap, which weights do.
        System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
        unpackTo(cache);
        try {
            CudaLibraries.settle();
            PrimitiveCache.bound();
            Loader.load(torch.class);
            // OpenBLAS's own threads fight OpenMP's: one of its threads is three times faster than its pool.
            openblas.blas_set_num_threads(1);
            loaded = true;
        } catch (LinkageError | RuntimeException e) {
            throw new BackendException("LibTorch cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** To be called when a model is loaded: from here on the same memory is needed again and again. */
    public static void keepMemory() {
        NativeAllocator.keepMemory(System.getenv());
    }

    /** The OpenMP library whose threads LibTorch computes with; empty where it has another than GNU's. */
    static Optional<Path> openMp() {
        return Loader.getLoadedLibraries().entrySet().stream()
                .filter(library -> library.getKey().startsWith("gomp"))
                .map(library -> Path.of(library.getValue()))
                .findFirst();
    }

    /** The version of LibTorch and its Java binding, such as {@code 2.10.0-1.5.13}. */
    public static String version() {
        String version = torch.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    /** Resident memory of the whole process in bytes, heap included. */
    public static long residentBytes() {
        return Pointer.physicalBytes();
    }
}
