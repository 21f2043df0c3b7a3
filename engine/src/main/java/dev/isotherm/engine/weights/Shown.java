package dev.isotherm.engine.weights;

/** Names that a file claims, fit for a message: short and printable. */
final class Shown {

    private static final int MAX_LENGTH = 100;

    private Shown() {}

    static String of(String name) {
        String clipped = name.length() <= MAX_LENGTH ? name : name.substring(0, MAX_LENGTH) + "...";
        return clipped.replaceAll("\\p{C}", "?");
    }
}
