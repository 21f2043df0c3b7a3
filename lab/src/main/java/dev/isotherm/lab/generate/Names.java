package dev.isotherm.lab.generate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Names of people, a first and a last one each. */
final class Names {

    private Names() {}

    /** So many different names; there are more than the 10000 that may be asked for. */
    static List<String> distinct(int count, Random random) {
        List<String> names = new ArrayList<>();
        for (String first : TextResource.lines("first-names.txt")) {
            for (String last : TextResource.lines("last-names.txt")) {
                names.add(first + " " + last);
            }
        }
        Collections.shuffle(names, random);
        return names.subList(0, count);
    }
}
