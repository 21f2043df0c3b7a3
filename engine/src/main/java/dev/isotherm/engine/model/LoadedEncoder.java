package dev.isotherm.engine.model;

/**
 * An encoder with the identity of its weights.
 *
 * @param weightsHash SHA-256 over the canonical weights: names, shapes and float32 values, in the family's order; hexadecimal
 */
public record LoadedEncoder(Encoder encoder, String weightsHash) {}
