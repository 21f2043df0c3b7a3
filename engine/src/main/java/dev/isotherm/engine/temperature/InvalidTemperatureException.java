package dev.isotherm.engine.temperature;

/** A text or number that is no attention temperature; the message says what was given and what is allowed. */
public final class InvalidTemperatureException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private static final int QUOTED = 80;

    static final String ALLOWED = "a number from 0.05 to 20, log:<tokens>, ranges:1=<number>,<tokens>=<number>,… with ascending token "
            + "counts; first-half:, last-half:, first:<layers>: or last:<layers>: before one of these; or blend:<one>,<another>,…";

    InvalidTemperatureException(String given) {
        super("got '" + (given.length() > QUOTED ? given.substring(0, QUOTED) + "…" : given) + "', allowed is " + ALLOWED);
    }
}
