package dev.isotherm.engine.torch;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where and how to compute.
 *
 * @param device {@code auto}, {@code cpu}, {@code cuda}, or one or more {@code cuda:<index>} separated by commas
 * @param operations {@code auto}, {@code kernels}, {@code onednn} or {@code torch}: which implementation computes
 * @param dtype number format; empty chooses by device and processor
 * @param threads CPU threads of a forward pass, ≥ 1
 * @param nativeCache folder for unpacked native libraries; empty for the default
 */
public record ComputeOptions(String device, String operations, Optional<Dtype> dtype, int threads, Optional<Path> nativeCache) {

    private static final List<String> OPERATIONS = List.of("auto", "kernels", "onednn", "torch");
    private static final String INDEXED = "cuda:(0|[1-9][0-9]{0,2})";
    private static final Pattern DEVICE = Pattern.compile("auto|cpu|cuda|" + INDEXED + "(," + INDEXED + ")*");

    public ComputeOptions {
        if (!DEVICE.matcher(device).matches()) {
            throw new BackendException("device is '%s', allowed are auto, cpu, cuda and cuda:<index>,…".formatted(device));
        }
        List<String> devices = List.of(device.split(","));
        if (devices.stream().distinct().count() < devices.size()) {
            throw new BackendException("device is '%s', a device is named once; see --replicas".formatted(device));
        }
        if (!OPERATIONS.contains(operations)) {
            throw new BackendException("backend is '%s', allowed are %s".formatted(operations, String.join(", ", OPERATIONS)));
        }
        if (threads < 1) {
            throw new BackendException("threads is %d, allowed is 1 and more".formatted(threads));
        }
    }

    /** Everything chosen by the machine; threads as many as the JVM, and so the cgroup, grants processors. */
    public static ComputeOptions automatic() {
        return new ComputeOptions("auto", "auto", Optional.empty(), Runtime.getRuntime().availableProcessors(), Optional.empty());
    }

    /** The devices by themselves; {@code auto} is one. */
    public List<String> devices() {
        return List.of(device.split(","));
    }

    public ComputeOptions withDevice(String chosen) {
        return new ComputeOptions(chosen, operations, dtype, threads, nativeCache);
    }

    public ComputeOptions withDtype(Dtype chosen) {
        return new ComputeOptions(device, operations, Optional.of(chosen), threads, nativeCache);
    }

    public ComputeOptions withOperations(String chosen) {
        return new ComputeOptions(device, chosen, dtype, threads, nativeCache);
    }
}
