package dev.isotherm.engine;

import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.text.EncodedText;
import dev.isotherm.engine.text.Tokenizer;

/** What of a text is its prompt. */
public final class PromptTokens {

    private PromptTokens() {}

    /**
     * How many of a text's first tokens pooling passes over: none, unless the model pools without the prompt, as Instructor's do; then the
     * prompt's and the special tokens before it, counted by the prompt alone as the reference library does.
     */
    public static int unpooled(ModelDescription model, Tokenizer tokenizer, String prompt) {
        if (model.promptPooled() || prompt.isEmpty()) {
            return 0;
        }
        EncodedText alone = tokenizer.encode(prompt);
        return alone.length() - alone.trailing();
    }
}
