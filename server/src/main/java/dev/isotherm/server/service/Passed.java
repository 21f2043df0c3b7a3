package dev.isotherm.server.service;

import dev.isotherm.engine.Passage;
import dev.isotherm.server.queue.Encoded;
import java.util.List;

/** Texts that went through the model, with what came back for each of their windows. */
record Passed(List<Passage> passages, Encoded encoded, Timings timings) {

    List<Counts> counts() {
        return passages.stream().map(Counts::of).toList();
    }
}
