package dev.isotherm.server.service;

import dev.isotherm.engine.Passage;
import dev.isotherm.engine.PromptTokens;
import dev.isotherm.engine.batch.Wanted;
import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.text.EncodedText;
import dev.isotherm.engine.text.Overflow;
import dev.isotherm.engine.text.Tokenizer;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.text.Truncation;
import dev.isotherm.server.metrics.ServerMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** From inputs to what the model reads. Called on tokenizer threads. */
final class Reader {

    private final ModelDescription model;
    private final Tokenizer tokenizer;
    private final int window;
    private final ServerMetrics metrics;

    /** Bounds the memory of tokenizing, however many threads meet however long texts. */
    private final Semaphore characters;

    private final int maxTextCharacters;

    Reader(ServedModel served, int maxTextCharacters, ServerMetrics metrics) {
        this.model = served.description();
        this.tokenizer = served.tokenizer();
        this.window = served.description().maxInputTokens();
        this.metrics = metrics;
        this.maxTextCharacters = maxTextCharacters;
        this.characters = new Semaphore(maxTextCharacters);
    }

    /**
     * @param prompt put before texts
     * @param overflow what becomes of those beyond the window
     * @throws RequestException when one is beyond it and must not be
     */
    List<Passage> read(EmbedCall call, String prompt, Overflow overflow, Wanted wanted) {
        return counted(() -> {
            List<Passage> passages = new ArrayList<>(call.inputs().size());
            int unpooled = PromptTokens.unpooled(model, tokenizer, prompt);
            for (Input input : call.inputs()) {
                String place = "%s[%d]".formatted(call.field(), passages.size());
                EncodedText whole = whole(input, prompt);
                Passage passage = switch (whole.length() <= window ? Overflow.TRUNCATE : overflow) {
                    case TRUNCATE -> Passage.of(whole.cut(new Truncation(window, call.truncationSide())), wanted);
                    case ERROR -> throw tooLong(place, whole.length());
                    case MEAN, LATE -> Passage.of(whole, window, repeated(whole, prompt), overflow);
                };
                passages.add(input instanceof Input.Text ? passage.passingOver(unpooled) : passage);
            }
            return passages;
        });
    }

    /**
     * @throws RequestException when a pair is beyond the window and must not be
     */
    List<Passage> read(ScoreCall call, boolean truncate) {
        return counted(() -> {
            List<Passage> passages = new ArrayList<>(call.pairs().size());
            for (ScoreCall.Pair pair : call.pairs()) {
                EncodedText whole = whole(pair);
                Tokens tokens = cut(whole, pair, call);
                if (whole.length() > window && !truncate) {
                    throw tooLong("%s[%d]".formatted(call.field(), passages.size()), whole.length());
                }
                passages.add(Passage.of(tokens, Wanted.TEXT));
            }
            return passages;
        });
    }

    private Tokens cut(EncodedText whole, ScoreCall.Pair pair, ScoreCall call) {
        Truncation truncation = new Truncation(window, call.truncationSide());
        return pair.second().isPresent() ? whole.cutPair(truncation, call.maxTokensOfSecond()) : whole.cut(truncation);
    }

    private EncodedText whole(Input input, String prompt) {
        if (input instanceof Input.Ids ids) {
            return tokenizer.ofIds(ids.ids());
        }
        String text = ((Input.Text) input).text();
        return within(text.length(), () -> tokenizer.encode(prompt + text));
    }

    private EncodedText whole(ScoreCall.Pair pair) {
        return pair.second()
                .map(second -> within(pair.first().length() + second.length(), () -> tokenizer.encodePair(pair.first(), second)))
                .orElseGet(() -> within(pair.first().length(), () -> tokenizer.encode(pair.first())));
    }

    private int repeated(EncodedText whole, String prompt) {
        return prompt.isEmpty() ? 0 : tokenizer.encode(prompt).commonStart(whole);
    }

    private RequestException tooLong(String place, int tokens) {
        return RequestException.invalid(place, tokens + " tokens long", "at most %d, or truncate: true".formatted(window));
    }

    private <T> T within(int length, Supplier<T> work) {
        int permits = Math.min(length, maxTextCharacters);
        characters.acquireUninterruptibly(permits);
        try {
            return work.get();
        } finally {
            characters.release(permits);
        }
    }

    private List<Passage> counted(Supplier<List<Passage>> reading) {
        long start = System.nanoTime();
        List<Passage> passages = reading.get();
        List<Counts> counts = passages.stream().map(Counts::of).toList();
        metrics.tokenized(
                counts.size(),
                counts.stream().mapToLong(Counts::tokens).sum(),
                Counts.used(counts),
                Counts.truncated(counts),
                Duration.ofNanos(System.nanoTime() - start));
        return passages;
    }
}
