package dev.isotherm.server.service;

import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.batch.Wanted;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Window;
import dev.isotherm.server.metrics.ServerMetrics;
import java.util.List;

/**
 * A text on its way through the model: the windows it is read in, and how their rows become its vectors.
 *
 * @param wanted of each window
 */
record Passage(List<Window> windows, Wanted wanted, Counts counts) {

    Passage {
        windows = List.copyOf(windows);
    }

    List<Sequence> sequences(AttentionTemperature temperature) {
        return windows.stream().map(window -> new Sequence(window.tokens(), temperature, wanted)).toList();
    }

    void observe(AttentionTemperature temperature, int layers, ServerMetrics metrics) {
        metrics.text(counts.tokens(), temperature.at(windows.get(0).tokens().count(), 0, layers));
    }

    /** Tokens whose vectors leave the device one by one. */
    long tokenRows() {
        return wanted == Wanted.TOKENS ? windows.stream().mapToLong(window -> window.tokens().count()).sum() : 0;
    }

    /**
     * One unnormalised vector: the only one, the mean of the windows' vectors, or the mean over the tokens that are each window's own.
     *
     * @param rows of each window, in order
     */
    float[] vector(List<float[][]> rows) {
        if (wanted == Wanted.TOKENS) {
            return Vectors.mean(rows, window -> windows.get(window).from(), window -> windows.get(window).to());
        }
        return rows.size() == 1 ? rows.get(0)[0] : Vectors.mean(rows, window -> 0, window -> 1);
    }
}
