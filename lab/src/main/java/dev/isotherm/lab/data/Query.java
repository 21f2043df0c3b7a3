package dev.isotherm.lab.data;

/** A question to a corpus; it is ranked against the documents of its group. */
public record Query(String id, String text, String group) {}
