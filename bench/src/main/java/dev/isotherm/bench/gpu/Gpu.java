package dev.isotherm.bench.gpu;

/** What NVIDIA's data sheets promise: dense products in half precision by tensor cores, and memory. */
public enum Gpu {
    H100_SXM("H100 SXM", 989.4e12, 3.35e12, 80e9),
    L4("L4", 121e12, 300e9, 24e9);

    private final String title;
    private final double flopsPerSecond;
    private final double bytesPerSecond;
    private final double memoryBytes;

    Gpu(String title, double flopsPerSecond, double bytesPerSecond, double memoryBytes) {
        this.title = title;
        this.flopsPerSecond = flopsPerSecond;
        this.bytesPerSecond = bytesPerSecond;
        this.memoryBytes = memoryBytes;
    }

    String title() {
        return title;
    }

    double flopsPerSecond() {
        return flopsPerSecond;
    }

    double bytesPerSecond() {
        return bytesPerSecond;
    }

    double memoryBytes() {
        return memoryBytes;
    }
}
