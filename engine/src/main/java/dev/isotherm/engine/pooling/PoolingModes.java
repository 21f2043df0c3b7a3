package dev.isotherm.engine.pooling;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is pooled, one after the other: nearly always one, but a model may have several of them end to end.
 *
 * @param modes at least one, each once
 */
public record PoolingModes(List<Pooling> modes) {

    public PoolingModes {
        modes = List.copyOf(modes);
        if (modes.isEmpty() || modes.stream().distinct().count() < modes.size()) {
            throw new IllegalArgumentException("pooling modes are %s, allowed is each once".formatted(modes));
        }
    }

    public static PoolingModes of(Pooling mode) {
        return new PoolingModes(List.of(mode));
    }

    /** The mode, where there is but one. */
    public Optional<Pooling> single() {
        return modes.size() == 1 ? Optional.of(modes.get(0)) : Optional.empty();
    }

    /** Whether this is that mode alone. */
    public boolean is(Pooling mode) {
        return modes.equals(List.of(mode));
    }

    /** Such as {@code mean} or {@code cls+mean}. */
    public String label() {
        return modes.stream().map(Pooling::label).collect(Collectors.joining("+"));
    }
}
