package dev.isotherm.bench.gpu;

import java.util.List;

/** Prints what a forward pass costs on paper: bytes, operations, and the least time by the data sheets. Nothing is measured. */
public final class Roofline {

    private static final double TOKENS = 16_384;
    private static final double[] LENGTHS = {16, 128, 512};

    /** Of a launch from Java through LibTorch: 2.4 µs measured for the call, and as much again assumed for the driver. */
    private static final double LAUNCH_SECONDS = 5e-6;

    private Roofline() {}

    public static void main(String[] arguments) {
        for (Model model : Model.values()) {
            for (double length : LENGTHS) {
                stages(model, length);
                System.out.println();
            }
        }
        rates();
        System.out.println();
        memory();
    }

    private static void stages(Model model, double length) {
        System.out.printf("%s, %,.0f tokens in texts of %.0f:%n%n", model.title(), TOKENS, length);
        System.out.println("| kernel | times | GFLOP | MB | H100 µs | bound by | L4 µs | bound by |\n|---|---|---|---|---|---|---|---|");
        for (Stage stage : model.stages(TOKENS, length)) {
            System.out.printf("| %s | %d | %.1f | %.0f | %.0f | %s | %.0f | %s |%n", stage.name(), stage.times(),
                    stage.times() * stage.flops() / 1e9, stage.times() * stage.bytes() / 1e6,
                    stage.seconds(Gpu.H100_SXM) * 1e6, bound(stage, Gpu.H100_SXM), stage.seconds(Gpu.L4) * 1e6, bound(stage, Gpu.L4));
        }
    }

    private static String bound(Stage stage, Gpu gpu) {
        return stage.boundByCompute(gpu) ? "products" : "memory";
    }

    private static void rates() {
        System.out.println("| model | texts of | GPU | ms a batch | million tokens/s | share bound by memory | launches | ms to launch |\n"
                + "|---|---|---|---|---|---|---|---|");
        for (Model model : Model.values()) {
            for (double length : LENGTHS) {
                for (Gpu gpu : Gpu.values()) {
                    rate(model, length, gpu);
                }
            }
        }
    }

    private static void rate(Model model, double length, Gpu gpu) {
        List<Stage> stages = model.stages(TOKENS, length);
        double seconds = stages.stream().mapToDouble(stage -> stage.seconds(gpu)).sum();
        double memory = stages.stream().filter(stage -> !stage.boundByCompute(gpu)).mapToDouble(stage -> stage.seconds(gpu)).sum();
        System.out.printf("| %s | %.0f | %s | %.2f | %.2f | %.0f %% | %d | %.2f |%n", model.title(), length, gpu.title(),
                seconds * 1e3, TOKENS / seconds / 1e6, 100 * memory / seconds, model.launches(), model.launches() * LAUNCH_SECONDS * 1e3);
    }

    private static void memory() {
        System.out.println("| model | weights MB | bytes a token | H100 80 GB: tokens | L4 24 GB: tokens |\n|---|---|---|---|---|");
        for (Model model : Model.values()) {
            System.out.printf("| %s | %.0f | %,.0f | %,.0f million | %,.1f million |%n", model.title(), model.weightBytes() / 1e6,
                    model.bytesPerToken(), largest(model, Gpu.H100_SXM) / 1e6, largest(model, Gpu.L4) / 1e6);
        }
    }

    private static double largest(Model model, Gpu gpu) {
        return (gpu.memoryBytes() - model.weightBytes()) / model.bytesPerToken();
    }
}
