package dev.isotherm.lab.data;

import java.util.HashMap;
import java.util.Map;

/** The ids of one file and the lines they stand on, so that a second use of one can be refused. */
final class Ids {

    private final Map<String, Integer> lines = new HashMap<>();

    /** @throws DataException when an earlier line has this id */
    void add(String id, Line line) {
        Integer earlier = lines.putIfAbsent(id, line.number());
        if (earlier != null) {
            throw line.refuse("_id %s stands on line %d already, each may be used once".formatted(id, earlier));
        }
    }
}
