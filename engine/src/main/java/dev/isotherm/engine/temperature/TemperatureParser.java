package dev.isotherm.engine.temperature;

import dev.isotherm.engine.temperature.LayerTemperature.Layers;
import dev.isotherm.engine.temperature.RangeTemperature.Entry;
import java.util.List;
import java.util.stream.Stream;

/** Reads the texts that {@link AttentionTemperature} policies print. */
final class TemperatureParser {

    /** More than the longest table prints: 64 entries of at most 33 characters. */
    private static final int MAX_TEXT = 2_200;

    private TemperatureParser() {}

    static AttentionTemperature parse(String text) {
        String trimmed = text.strip();
        if (trimmed.length() > MAX_TEXT) {
            throw new InvalidTemperatureException(trimmed);
        }
        try {
            return policy(trimmed);
        } catch (NumberFormatException | InvalidTemperatureException e) {
            throw new InvalidTemperatureException(trimmed);
        }
    }

    private static AttentionTemperature policy(String text) {
        if (text.startsWith(BlendTemperature.NAME)) {
            String[] members = text.substring(BlendTemperature.NAME.length()).split(",", -1);
            return new BlendTemperature(Stream.of(members).map(member -> pass(member.strip())).toList());
        }
        return pass(text);
    }

    private static PassTemperature pass(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new FixedTemperature(number(text));
        }
        String argument = text.substring(colon + 1);
        return switch (text.substring(0, colon)) {
            case "log" -> new LogLengthTemperature(Integer.parseInt(argument));
            case "ranges" -> new RangeTemperature(entries(argument));
            case "first-half" -> new LayerTemperature(new Layers(true, Layers.HALF), pass(argument));
            case "last-half" -> new LayerTemperature(new Layers(false, Layers.HALF), pass(argument));
            case "first" -> counted(true, argument);
            case "last" -> counted(false, argument);
            default -> throw new InvalidTemperatureException(text);
        };
    }

    /** {@code 4:0.5}. */
    private static PassTemperature counted(boolean first, String text) {
        int colon = text.indexOf(':');
        int count = Integer.parseInt(text.substring(0, Math.max(0, colon)));
        if (count == Layers.HALF) {
            throw new InvalidTemperatureException(text);
        }
        return new LayerTemperature(new Layers(first, count), pass(text.substring(colon + 1)));
    }

    private static List<Entry> entries(String table) {
        return Stream.of(table.split(",", -1)).map(TemperatureParser::entry).toList();
    }

    private static Entry entry(String text) {
        String[] sides = text.split("=", -1);
        if (sides.length != 2) {
            throw new NumberFormatException(text);
        }
        return new Entry(Integer.parseInt(sides[0].strip()), number(sides[1].strip()));
    }

    /** Plain decimal notation only: Double.parseDouble also takes "1d", "0x1p3" and "Infinity". */
    private static double number(String text) {
        if (!text.matches("[0-9]{1,20}(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?")) {
            throw new NumberFormatException(text);
        }
        return Double.parseDouble(text);
    }
}
