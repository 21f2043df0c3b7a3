package dev.isotherm.server.queue;

/** The batch that a sequence was computed in. */
record Ride(int sequences, int tokens) {}
