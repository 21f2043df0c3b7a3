package dev.isotherm.engine.torch;

/**
 * A GPU, as its driver describes it.
 *
 * @param name such as {@code NVIDIA L4}
 * @param computeCapability such as {@code 8.9}
 */
public record Hardware(String name, String computeCapability, long memoryBytes) {}
