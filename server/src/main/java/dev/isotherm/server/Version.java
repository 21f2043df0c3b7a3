package dev.isotherm.server;

import java.util.Optional;

/** The version of this build. */
public final class Version {

    private Version() {}

    /** From the jar's manifest; {@code development} when classes run without one. */
    public static String current() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("development");
    }
}
