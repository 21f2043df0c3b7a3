package dev.isotherm.bench;

import dev.isotherm.engine.text.Tokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How texts become batches of a peer that pads them. */
enum Feeding {
    ONE_BATCH("one batch"),
    AS_SERVED("peers by 8 as they arrive"),
    SORTED("peers by 8, sorted by length");

    private static final int SERVED_TOGETHER = 8;

    private final String title;

    Feeding(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Indices of the texts of each batch. */
    List<List<Integer>> batches(List<Tokens> texts) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, texts.size()).boxed().toList());
        if (this == SORTED) {
            order.sort(Comparator.comparingInt(i -> texts.get(i).count()));
        }
        int size = this == ONE_BATCH ? texts.size() : SERVED_TOGETHER;
        return IntStream.iterate(0, from -> from < order.size(), from -> from + size)
                .mapToObj(from -> order.subList(from, Math.min(order.size(), from + size)))
                .toList();
    }
}
