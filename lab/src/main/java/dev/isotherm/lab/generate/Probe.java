package dev.isotherm.lab.generate;

/** What is hidden in a document, and the query that it answers. */
record Probe(String needle, String question) {}
