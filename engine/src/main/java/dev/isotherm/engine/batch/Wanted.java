package dev.isotherm.engine.batch;

/** What is wanted of a sequence. */
public enum Wanted {
    /** One row: its vector, or its scores where the model is a classifier. */
    TEXT,
    /** A row for each of its tokens, before any pooling. */
    TOKENS
}
