package dev.isotherm.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What the processor can do, as the operating system reports it. */
public record CpuFeatures(Set<String> flags) {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** Of this machine; empty where {@code /proc/cpuinfo} is not to be had. */
    public static CpuFeatures detect() {
        try {
            return parse(Files.readString(CPU_INFO));
        } catch (IOException e) {
            return new CpuFeatures(Set.of());
        }
    }

    public static CpuFeatures parse(String cpuInfo) {
        return new CpuFeatures(cpuInfo.lines()
                .filter(line -> line.startsWith("flags"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip().split("\\s+"))
                .stream()
                .flatMap(Arrays::stream)
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether bf16 products run in hardware rather than by widening to fp32. */
    public boolean hasNativeBfloat16() {
        return flags.contains("avx512_bf16") || flags.contains("amx_bf16");
    }

    /** Whether it multiplies whole tiles of bf16 at once. */
    public boolean hasMatrixUnits() {
        return flags.contains("amx_bf16");
    }

    /** Whether all of these are there, by the names that Linux gives them. */
    public boolean has(String... features) {
        return flags.containsAll(Set.of(features));
    }
}
