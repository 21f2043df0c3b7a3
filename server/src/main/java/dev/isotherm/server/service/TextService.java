package dev.isotherm.server.service;

import dev.isotherm.engine.text.Piece;
import dev.isotherm.engine.text.Tokenizer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** What the model's tokenizer makes of texts, and back. */
public final class TextService {

    /** What is told of a token takes fifty times its room. */
    private static final int MAX_CHARACTERS = 1 << 17;

    private final Tokenizer tokenizer;
    private final Acceptance acceptance;
    private final Executor tokenizers;

    TextService(ServedModel served, Acceptance acceptance, Executor tokenizers) {
        this.tokenizer = served.tokenizer();
        this.acceptance = acceptance;
        this.tokenizers = tokenizers;
    }

    /**
     * The tokens of each text.
     *
     * @throws RequestException when there are too many, or one is too long
     */
    public CompletableFuture<List<List<Piece>>> tokenize(String field, List<String> texts, boolean addSpecialTokens, PromptChoice prompt) {
        acceptance.requireCount(field, texts.size());
        for (int i = 0; i < texts.size(); i++) {
            acceptance.requireLength("%s[%d]".formatted(field, i), texts.get(i));
        }
        long characters = texts.stream().mapToLong(String::length).sum();
        if (characters > MAX_CHARACTERS) {
            throw RequestException.invalid(field, characters + " characters long in all", "at most " + MAX_CHARACTERS);
        }
        String before = acceptance.prompt(prompt);
        return CompletableFuture.supplyAsync(
                () -> texts.stream().map(text -> tokenizer.pieces(before + text, addSpecialTokens)).toList(), tokenizers);
    }

    /**
     * The text that each list of token ids stands for.
     *
     * @throws RequestException when there are too many, or one has an id that is none of the model's
     */
    public CompletableFuture<List<String>> decode(String field, List<int[]> ids, boolean skipSpecialTokens) {
        acceptance.requireCount(field, ids.size());
        for (int i = 0; i < ids.size(); i++) {
            acceptance.requireKnown("%s[%d]".formatted(field, i), ids.get(i));
        }
        return CompletableFuture.supplyAsync(
                () -> ids.stream().map(text -> tokenizer.decode(text, skipSpecialTokens)).toList(), tokenizers);
    }
}
