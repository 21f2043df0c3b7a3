package dev.isotherm.lab.data;

import java.nio.file.Path;

/** A line of a file; lines are counted from 1. */
record Line(Path file, int number, String text) {

    /** What is wrong with this line, as an exception to throw. */
    DataException refuse(String what) {
        return refusal(file, number, what);
    }

    static DataException refusal(Path file, int number, String what) {
        return new DataException("%s line %d: %s".formatted(file, number, what));
    }
}
