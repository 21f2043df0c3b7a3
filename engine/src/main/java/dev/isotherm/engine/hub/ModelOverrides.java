package dev.isotherm.engine.hub;

import dev.isotherm.engine.pooling.Pooling;
import java.util.Optional;

/** A user's settings in place of those of the model's own files; empty keeps the model's. */
public record ModelOverrides(
        Optional<Pooling> pooling,
        Optional<Boolean> normalize,
        Optional<Integer> maxInputTokens,
        Optional<String> defaultPromptName,
        Optional<String> defaultPrompt) {

    public static final ModelOverrides NONE = new ModelOverrides(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public ModelOverrides {
        if (defaultPromptName.isPresent() && defaultPrompt.isPresent()) {
            throw new ModelException("default-prompt-name and default-prompt cannot both be given");
        }
    }

    public ModelOverrides withMaxInputTokens(int tokens) {
        return new ModelOverrides(pooling, normalize, Optional.of(tokens), defaultPromptName, defaultPrompt);
    }
}
