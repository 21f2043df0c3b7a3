package dev.isotherm.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Shapes that are awkward: odd, tiny, just beyond a vector or a block. */
record Sizes(int rows, int columns) {

    private static final int[] COLUMNS = {1, 7, 384, 385, 768};

    /** 4200 columns are more than a block's vectors, in every type: a thread takes several. */
    private static final Sizes WIDE = new Sizes(1, 4200);

    static List<Sizes> all() {
        List<Sizes> all = new ArrayList<>(List.of(WIDE, new Sizes(33, 7), new Sizes(33, 384)));
        Arrays.stream(COLUMNS).forEach(columns -> all.addAll(List.of(new Sizes(1, columns), new Sizes(2, columns))));
        return all;
    }
}
