package dev.isotherm.engine.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A whole text, or a pair of texts, in tokens, before anything is cut; n tokens.
 *
 * @param ids [n] token ids
 * @param typeIds [n] segment of each token
 * @param special [n] 1 for tokens that the tokenizer puts around texts, 0 for those of the texts themselves
 */
public record EncodedText(int[] ids, int[] typeIds, int[] special) {

    /** n. */
    public int length() {
        return ids.length;
    }

    /** How many of its first tokens are special. */
    public int leading() {
        int count = 0;
        while (count < special.length && special[count] == 1) {
            count++;
        }
        return count;
    }

    /** How many of its last tokens are special; none of them is counted as leading. */
    public int trailing() {
        int count = 0;
        while (count < special.length - leading() && special[special.length - 1 - count] == 1) {
            count++;
        }
        return count;
    }

    /** How many tokens of its own this begins with in common with another text. */
    public int commonStart(EncodedText other) {
        int most = Math.min(length() - leading() - trailing(), other.length() - other.leading() - other.trailing());
        int count = 0;
        while (count < most && ids[leading() + count] == other.ids[other.leading() + count]) {
            count++;
        }
        return count;
    }

    /** Cut to the window; special tokens at both ends stay as long as there are others to take. */
    public Tokens cut(Truncation truncation) {
        int excess = length() - truncation.maxTokens();
        if (excess <= 0) {
            return new Tokens(ids, typeIds, length());
        }
        return without(cutFrom(excess, truncation.side()), excess).cutTokens(length());
    }

    /**
     * A pair of texts cut to the window by taking from the longer one, then from both, as Hugging Face's "longest first" does.
     *
     * @param secondAtMost the most tokens of the second text that are kept, whatever room there is
     */
    public Tokens cutPair(Truncation truncation, int secondAtMost) {
        int first = leading();
        int firstLength = run(first);
        int second = first + firstLength + specialRun(first + firstLength);
        int secondLength = run(second);
        int keptSecond = Math.min(secondLength, secondAtMost);
        int room = Math.max(0, truncation.maxTokens() - (length() - firstLength - secondLength));
        int keptFirst = firstLength;
        if (keptFirst + keptSecond > room) {
            int half = room / 2;
            keptFirst = Math.min(firstLength, Math.max(half, room - keptSecond));
            keptSecond = Math.min(keptSecond, room - keptFirst);
        }
        boolean right = truncation.side() == Truncation.Side.RIGHT;
        return without(right ? second + keptSecond : second, secondLength - keptSecond)
                .without(right ? first + keptFirst : first, firstLength - keptFirst)
                .cutTokens(length());
    }

    /**
     * The windows that together hold the text, each with the special tokens around it; one where it fits. The last one is moved
     * back so that it is as full as the others.
     *
     * @param maxTokens tokens of a window
     * @param repeated how many of the text's first tokens every window begins with, such as a prompt's
     * @param overlap the share of a window's own tokens, 0 to 1, that it has in common with the next one
     */
    public List<Window> windows(int maxTokens, int repeated, double overlap) {
        int start = leading() + repeated;
        int end = length() - trailing();
        int room = maxTokens - start - trailing();
        if (length() <= maxTokens || room < 1) {
            return List.of(new Window(cut(new Truncation(maxTokens, Truncation.Side.RIGHT)), 0, Math.min(length(), maxTokens)));
        }
        int step = Math.max(1, room - (int) (room * overlap));
        List<Integer> starts = new ArrayList<>();
        for (int from = start; from + room < end; from += step) {
            starts.add(from);
        }
        starts.add(end - room);
        return windows(starts, start, room);
    }

    private List<Window> windows(List<Integer> starts, int start, int room) {
        List<Window> windows = new ArrayList<>();
        int taken = 0;
        for (int i = 0; i < starts.size(); i++) {
            int from = starts.get(i);
            boolean last = i == starts.size() - 1;
            Tokens tokens = without(from + room, length() - trailing() - from - room).without(start, from - start).cutTokens(0);
            // Where windows overlap, each token is of the one in which it stands farther from the edge.
            int to = last ? tokens.count() : start + room - (from + room - starts.get(i + 1)) / 2;
            windows.add(new Window(tokens, i == 0 ? 0 : start + taken - from, to));
            taken = from + to - start;
        }
        return windows;
    }

    /** Where {@code excess} tokens are taken out: content as long as there is enough of it, else from the end. */
    private int cutFrom(int excess, Truncation.Side side) {
        int content = length() - leading() - trailing();
        if (content < excess) {
            return length() - excess;
        }
        return side == Truncation.Side.RIGHT ? leading() + content - excess : leading();
    }

    /** The number of tokens from there on that are a text's own. */
    private int run(int from) {
        int to = from;
        while (to < length() && special[to] == 0) {
            to++;
        }
        return to - from;
    }

    private int specialRun(int from) {
        int to = from;
        while (to < length() && special[to] == 1) {
            to++;
        }
        return to - from;
    }

    private Tokens cutTokens(int total) {
        return new Tokens(ids, typeIds, Math.max(total, length()));
    }

    private EncodedText without(int from, int count) {
        return count == 0 ? this : new EncodedText(without(ids, from, count), without(typeIds, from, count), without(special, from, count));
    }

    private static int[] without(int[] values, int from, int count) {
        int[] kept = Arrays.copyOf(values, values.length - count);
        System.arraycopy(values, from + count, kept, from, kept.length - from);
        return kept;
    }
}
