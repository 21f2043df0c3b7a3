package dev.isotherm.engine.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.pooling.PoolingModes;
import dev.isotherm.engine.pooling.SparsePooling;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a model's own files say about it.
 *
 * @param id the name under which it is known
 * @param commit the commit of its repository, where it comes from one
 * @param modelType {@code model_type} of its {@code config.json}
 * @param config its {@code config.json}, whole, for the model family to read
 * @param tokenizerJson the contents of its {@code tokenizer.json}
 * @param pooling how token vectors become one
 * @param promptPooled whether a prompt's tokens are pooled with the text's, as in nearly all models
 * @param modules layers over the pooled vector, in order; none in most models
 * @param sparse how logits are pooled, of a model with sparse vectors; see {@link #isSparse}
 * @param normalize whether its vectors are scaled to length 1
 * @param maxInputTokens its window, special tokens included
 * @param positions the most tokens that its window may be set to
 * @param prompts texts put before an input, by name, such as {@code query}
 * @param defaultPrompt the text put before an input when none is asked for; empty for nearly all models
 * @param labels what a classifier tells apart, in the order of its logits; empty for a model that embeds
 */
public record ModelDescription(
        String id,
        Optional<String> commit,
        String modelType,
        JsonNode config,
        byte[] tokenizerJson,
        PoolingModes pooling,
        boolean promptPooled,
        List<VectorModule> modules,
        SparsePooling sparse,
        boolean normalize,
        int maxInputTokens,
        int positions,
        Map<String, String> prompts,
        String defaultPrompt,
        List<String> labels) {

    public ModelDescription {
        modules = List.copyOf(modules);
        prompts = Map.copyOf(prompts);
        labels = List.copyOf(labels);
    }

    /** Whether it scores texts, or pairs of them, rather than embed them. */
    public boolean isClassifier() {
        return !labels.isEmpty();
    }

    /** Whether its vectors are sparse, with a number for each word of its vocabulary. */
    public boolean isSparse() {
        return !isClassifier() && pooling.is(Pooling.SPLADE);
    }

    /** Whether a vector is the mean of its tokens' and nothing comes behind: the mean over windows of tokens is then one too. */
    public boolean poolsByMeanAlone() {
        return pooling.is(Pooling.MEAN) && promptPooled && modules.isEmpty();
    }

    /** What decides a vector behind the transformer and is neither weights nor pooling; empty for nearly all models. */
    public String variant() {
        String layers = modules.stream().map(VectorModule::kind).collect(Collectors.joining(", "));
        String prompt = promptPooled ? "" : "prompt not pooled";
        String logits = isSparse() && !sparse.equals(SparsePooling.MAX) ? sparse.toString() : "";
        return Stream.of(layers, prompt, logits).filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
    }

    /** The same model with a user's settings in place of its own. */
    public ModelDescription with(ModelOverrides overrides) {
        int window = overrides.maxInputTokens().orElse(maxInputTokens);
        if (window < 1 || window > positions) {
            throw new ModelException("max-input-tokens is %d, allowed is 1 to %d for %s".formatted(window, positions, id));
        }
        return new ModelDescription(
                id,
                commit,
                modelType,
                config,
                tokenizerJson,
                overrides.pooling().map(PoolingModes::of).orElse(pooling),
                promptPooled,
                modules,
                sparse,
                overrides.normalize().orElse(normalize),
                window,
                positions,
                prompts,
                overrides.defaultPrompt().orElseGet(() -> overrides.defaultPromptName().map(this::prompt).orElse(defaultPrompt)),
                labels);
    }

    /**
     * The text that is put before an input.
     *
     * @throws ModelException when the model has no prompt of that name
     */
    public String prompt(String name) {
        String prompt = prompts.get(name);
        if (prompt == null) {
            throw new ModelException("prompt name is '%s', %s has: %s"
                    .formatted(name, id, prompts.isEmpty() ? "none" : String.join(", ", prompts.keySet().stream().sorted().toList())));
        }
        return prompt;
    }
}
