package dev.isotherm.lab.generate;

import java.util.List;
import java.util.Random;

/** A fact about any place, and a question that only this fact answers; {@code {place}}, {@code {person}} and {@code {year}} are open. */
record Fact(String statement, String question) {

    private static final int FIRST_YEAR = 1650;
    private static final int YEARS = 300;

    static List<Fact> all() {
        return TextResource.lines("facts.tsv").stream()
                .map(line -> line.split("\t"))
                .map(columns -> new Fact(columns[0], columns[1]))
                .toList();
    }

    Probe of(String place, String person, Random random) {
        String year = Integer.toString(FIRST_YEAR + random.nextInt(YEARS));
        return new Probe(
                statement.replace("{place}", place).replace("{person}", person).replace("{year}", year),
                question.replace("{place}", place));
    }
}
