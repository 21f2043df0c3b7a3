package dev.isotherm.engine.temperature;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code blend:1.0,0.5}: a text goes through the model once for each member; the members' vectors, scaled to length 1, are averaged.
 * The vector keeps its size, the cost is a forward pass a member.
 */
public record BlendTemperature(List<PassTemperature> members) implements AttentionTemperature {

    static final String NAME = "blend:";
    static final int MAX_MEMBERS = 8;

    public BlendTemperature {
        members = List.copyOf(members);
        // A table of ranges has commas of its own, so that its text could not be told apart here.
        boolean printable = members.stream().noneMatch(member -> member.toString().contains(","));
        if (!printable || members.size() < 2 || members.size() > MAX_MEMBERS || new HashSet<>(members).size() < members.size()) {
            throw new InvalidTemperatureException(text(members));
        }
    }

    @Override
    public String toString() {
        return text(members);
    }

    private static String text(List<PassTemperature> members) {
        return members.stream().map(PassTemperature::toString).collect(Collectors.joining(",", NAME, ""));
    }
}
