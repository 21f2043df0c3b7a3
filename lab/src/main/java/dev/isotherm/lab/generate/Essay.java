package dev.isotherm.lab.generate;

import java.util.List;
import java.util.Random;

/** General sentences in random order, none twice in a row. */
final class Essay implements Filler {

    private final List<String> sentences = TextResource.lines("essay.txt");
    private int previous = -1;

    @Override
    public String sentence(int index, Random random) {
        int next = random.nextInt(sentences.size() - 1);
        previous = next < previous || previous < 0 ? next : next + 1;
        return sentences.get(previous);
    }
}
