package dev.isotherm.engine.text;

/**
 * One tokenized text, as the model will see it.
 *
 * @param ids token ids, special tokens included, length n ≥ 1
 * @param typeIds segment of each token, length n
 * @param total the text's token count before truncation, special tokens included, ≥ n
 */
public record Tokens(int[] ids, int[] typeIds, int total) {

    public Tokens {
        if (ids.length == 0 || ids.length != typeIds.length || total < ids.length) {
            throw new IllegalArgumentException(
                    "%d ids, %d type ids, %d in total".formatted(ids.length, typeIds.length, total));
        }
    }

    /** How many tokens the model sees. */
    public int count() {
        return ids.length;
    }

    public boolean truncated() {
        return total > ids.length;
    }
}
