package dev.isotherm.engine.text;

import java.nio.file.Path;
import java.util.Optional;

/** Settings of the tokenizer library, which reads them when its native part is loaded. */
public final class TokenizerNatives {

    private TokenizerNatives() {}

    /**
     * Without effect once a tokenizer was made.
     *
     * @param cache folder for the unpacked library; empty for the library's default in the user's home
     */
    public static void configure(Optional<Path> cache) {
        // Each of these otherwise makes DJL open a connection: to count its users on EC2, or for another native flavour.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("RUST_FLAVOR", "cpu");
        System.setProperty("ai.djl.offline", "true");
        cache.ifPresent(path -> System.setProperty("ENGINE_CACHE_DIR", path.toString()));
    }
}
