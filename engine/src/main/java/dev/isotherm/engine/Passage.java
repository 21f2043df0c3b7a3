package dev.isotherm.engine;

import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.batch.Wanted;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.temperature.PassTemperature;
import dev.isotherm.engine.text.EncodedText;
import dev.isotherm.engine.text.Overflow;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.text.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * A text on its way through the model: the windows it is read in, and how their rows become its vector.
 *
 * @param wanted of each window
 * @param total tokens of the text before any truncation, special tokens included
 * @param used those of them that the model sees
 */
public record Passage(List<Window> windows, Wanted wanted, int total, int used) {

    /** How much of a window is read again in the next one, so that tokens at its edges are seen with what surrounds them. */
    private static final double LATE_OVERLAP = 0.25;

    public Passage {
        windows = List.copyOf(windows);
    }

    /** A text read in one window, cut or whole. */
    public static Passage of(Tokens tokens, Wanted wanted) {
        return new Passage(List.of(new Window(tokens, 0, tokens.count())), wanted, tokens.total(), tokens.count());
    }

    /**
     * A text read as a whole, in as many windows as it takes.
     *
     * @param window tokens of a window at most
     * @param repeated how many of its first tokens every window begins with, such as a prompt's
     * @param overflow {@link Overflow#MEAN} or {@link Overflow#LATE}
     */
    public static Passage of(EncodedText whole, int window, int repeated, Overflow overflow) {
        boolean late = overflow == Overflow.LATE;
        return new Passage(
                whole.windows(window, repeated, late ? LATE_OVERLAP : 0), late ? Wanted.TOKENS : Wanted.TEXT, whole.length(), whole.length());
    }

    /** The same, where pooling passes over the first tokens of each window. */
    public Passage passingOver(int first) {
        return first == 0 ? this : new Passage(
                windows.stream().map(window -> new Window(window.tokens().passingOver(first), window.from(), window.to())).toList(), wanted, total, used);
    }

    /** One for each window and forward pass: all windows of the first member, then of the next. */
    public List<Sequence> sequences(AttentionTemperature temperature) {
        List<Sequence> sequences = new ArrayList<>();
        for (PassTemperature member : temperature.members()) {
            windows.forEach(window -> sequences.add(new Sequence(window.tokens(), member, wanted)));
        }
        return sequences;
    }

    /** How many sequences that makes. */
    public int sequenceCount(AttentionTemperature temperature) {
        return windows.size() * temperature.members().size();
    }

    /** Tokens whose vectors leave the device one by one in a forward pass. */
    public long tokenRows() {
        return wanted == Wanted.TOKENS ? windows.stream().mapToLong(window -> window.tokens().count()).sum() : 0;
    }

    /**
     * One vector: of a single forward pass unnormalised, of several the mean of theirs scaled to length 1.
     *
     * @param rows of each sequence, in order
     */
    public float[] vector(List<float[][]> rows) {
        if (rows.size() == windows.size()) {
            return ofPass(rows);
        }
        List<float[][]> members = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += windows.size()) {
            members.add(new float[][] {Vectors.normalized(ofPass(rows.subList(from, from + windows.size())))});
        }
        return Vectors.mean(members, member -> 0, member -> 1);
    }

    /** The only one, the mean of the windows' vectors, or the mean over the tokens that are each window's own. */
    private float[] ofPass(List<float[][]> rows) {
        if (wanted == Wanted.TOKENS) {
            return Vectors.mean(rows, window -> windows.get(window).from(), window -> windows.get(window).to());
        }
        return rows.size() == 1 ? rows.get(0)[0] : Vectors.mean(rows, window -> 0, window -> 1);
    }
}
