package dev.isotherm.engine.torch;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds oneDNN's cache of compiled kernels. It holds one for every shape it has met, and packed batches have as many shapes as
 * token counts: at its default of 1024 memory grows for a long time. See docs/decisions/primitive-cache.md.
 */
final class PrimitiveCache {

    /** More than one forward pass of a mixed batch needs, so that its layers share their kernels. */
    private static final String CAPACITY = "256";

    private static final Logger LOG = LoggerFactory.getLogger(PrimitiveCache.class);

    private PrimitiveCache() {}

    /** The part of the C library that is needed; the variables are read there, out of Java's reach. */
    public interface Environment extends Library {
        int setenv(String name, String value, int overwrite);
    }

    /** Loaded once: a library that JNA closes meanwhile can deadlock with another that is being loaded. */
    private static final class Kept {
        private static final Environment ENVIRONMENT = Native.load("c", Environment.class);
    }

    /** To be called before LibTorch is loaded; a user's own setting stands. */
    static void bound() {
        if (Platform.isWindows()) {
            return;
        }
        try {
            Kept.ENVIRONMENT.setenv("ONEDNN_PRIMITIVE_CACHE_CAPACITY", CAPACITY, 0);
            Kept.ENVIRONMENT.setenv("LRU_CACHE_CAPACITY", CAPACITY, 0);
        } catch (LinkageError e) {
            LOG.warn("oneDNN's cache of compiled kernels keeps its default size: {}", e.getMessage());
        }
    }
}
