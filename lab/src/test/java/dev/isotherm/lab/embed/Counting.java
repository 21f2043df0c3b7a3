package dev.isotherm.lab.embed;

/** Counts, and breaks off after so many texts. */
public final class Counting implements Progress {

    /** Where a run is broken off. */
    public static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final long breakAfter;
    private long announced;
    private long texts;
    private int passes;
    private int finished;

    public Counting() {
        this(Long.MAX_VALUE);
    }

    Counting(long breakAfter) {
        this.breakAfter = breakAfter;
    }

    @Override
    public void started(String what, long count) {
        announced += count;
        passes++;
    }

    @Override
    public void advanced(long count) {
        texts += count;
        if (texts >= breakAfter) {
            throw new Broken();
        }
    }

    @Override
    public void finished() {
        finished++;
    }

    long announced() {
        return announced;
    }

    public long texts() {
        return texts;
    }

    public int passes() {
        return passes;
    }

    int finishedPasses() {
        return finished;
    }
}
