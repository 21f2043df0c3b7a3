package dev.isotherm.engine.text;

/**
 * One tokenized text, as the model will see it.
 *
 * @param ids token ids, special tokens included, length n ≥ 1
 * @param typeIds segment of each token, length n
 * @param total the text's token count before truncation, special tokens included, ≥ n
 * @param unpooled how many of the first tokens pooling over all of them passes over, 0 to n − 1
 */
public record Tokens(int[] ids, int[] typeIds, int total, int unpooled) {

    public Tokens {
        if (ids.length == 0 || ids.length != typeIds.length || total < ids.length || unpooled < 0 || unpooled >= ids.length) {
            throw new IllegalArgumentException(
                    "%d ids, %d type ids, %d in total, %d unpooled".formatted(ids.length, typeIds.length, total, unpooled));
        }
    }

    /** Tokens that are all pooled. */
    public Tokens(int[] ids, int[] typeIds, int total) {
        this(ids, typeIds, total, 0);
    }

    /** The same, of which pooling passes over the first ones; the last stays whatever is asked. */
    public Tokens passingOver(int first) {
        return new Tokens(ids, typeIds, total, Math.min(first, ids.length - 1));
    }

    /** How many tokens the model sees. */
    public int count() {
        return ids.length;
    }

    public boolean truncated() {
        return total > ids.length;
    }
}
