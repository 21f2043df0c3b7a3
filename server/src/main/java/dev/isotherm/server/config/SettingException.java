package dev.isotherm.server.config;

/** A setting that cannot be used; the message names it, what was given and what is allowed. */
public final class SettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SettingException(String message) {
        super(message);
    }

    public SettingException(String setting, Object given, String allowed) {
        super("%s is %s, allowed is %s".formatted(setting, given, allowed));
    }
}
