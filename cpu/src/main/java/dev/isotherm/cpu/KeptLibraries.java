package dev.isotherm.cpu;

import com.sun.jna.NativeLibrary;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Native libraries, open for as long as the process lives. JNA closes those that nobody refers to from a thread of its own, and
 * when that meets a thread that looks for a symbol while it goes through all libraries, as JavaCPP does, glibc's loader deadlocks.
 */
final class KeptLibraries {

    private static final Map<String, NativeLibrary> OPEN = new ConcurrentHashMap<>();

    private KeptLibraries() {}

    /**
     * @throws UnsatisfiedLinkError when it cannot be loaded
     */
    static NativeLibrary get(String nameOrPath) {
        return OPEN.computeIfAbsent(nameOrPath, NativeLibrary::getInstance);
    }
}
