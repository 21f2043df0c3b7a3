package dev.isotherm.server.service;

/** What a client gives to be read: a text, or token ids, which are used as they are. */
public sealed interface Input {

    /** A text. */
    record Text(String text) implements Input {}

    /** Token ids, special ones included as far as the client wants them; no prompt is put before them. */
    record Ids(int[] ids) implements Input {}
}
