package dev.isotherm.bench.gpu;

import java.util.List;

/** What a measured rate is of the limits of a GPU's data sheet. */
public record Limits(Gpu gpu, Model model) {

    private static final double BATCH_TOKENS = 16_384;

    /**
     * @param gpu such as {@code H100_SXM}
     * @param model such as {@code BGE_SMALL}
     */
    public static Limits of(String gpu, String model) {
        return new Limits(Gpu.valueOf(gpu), Model.valueOf(model));
    }

    /** Percent of the rate of products, of the memory's bandwidth, and of the roofline, for texts of that length. */
    public String percent(double tokensPerSecond, double length) {
        List<Stage> stages = model.stages(BATCH_TOKENS, length);
        double batches = tokensPerSecond / BATCH_TOKENS;
        double flops = stages.stream().mapToDouble(stage -> stage.times() * stage.flops()).sum();
        double bytes = stages.stream().mapToDouble(stage -> stage.times() * stage.bytes()).sum();
        double seconds = stages.stream().mapToDouble(stage -> stage.seconds(gpu)).sum();
        return "%.1f %% | %.1f %% | %.1f %%".formatted(
                100 * batches * flops / gpu.flopsPerSecond(), 100 * batches * bytes / gpu.bytesPerSecond(), 100 * batches * seconds);
    }
}
