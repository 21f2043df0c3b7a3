package dev.isotherm.lab.embed;

/** Is told how far work is; called from one thread. */
public interface Progress {

    /** Tells nobody. */
    Progress SILENT = new Progress() {
        @Override
        public void started(String what, long texts) { }

        @Override
        public void advanced(long texts) { }

        @Override
        public void finished() { }
    };

    /**
     * @param what is done, for people
     * @param texts how many are to be embedded
     */
    void started(String what, long texts);

    void advanced(long texts);

    /** Said after all were, and after work that was broken off. */
    void finished();
}
