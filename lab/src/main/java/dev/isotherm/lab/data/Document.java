package dev.isotherm.lab.data;

/**
 * A text of a corpus.
 *
 * @param title may be empty
 * @param group a query is ranked only against documents of its group; empty where there are no groups
 */
public record Document(String id, String title, String text, String group) {

    /** What is embedded: the title, a space, the text, as BEIR does it. */
    public String joined() {
        return (title + " " + text).strip();
    }
}
