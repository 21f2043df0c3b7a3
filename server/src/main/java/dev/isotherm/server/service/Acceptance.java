package dev.isotherm.server.service;

import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.server.config.Limits;
import dev.isotherm.server.service.RequestException.Kind;
import java.util.List;
import java.util.Optional;

/** What can be told of a call before any of it is read: whether its numbers, names and kinds are such as this server takes. */
final class Acceptance {

    private final ModelDescription model;
    private final int dimensions;
    private final int vocabularySize;
    private final boolean tellsSidesApart;
    private final Limits limits;

    Acceptance(ServedModel served, Limits limits) {
        this.model = served.description();
        this.dimensions = served.space().dimensions();
        this.vocabularySize = served.encoders().get(0).vocabularySize();
        this.tellsSidesApart = served.space().tellsSidesApart();
        this.limits = limits;
    }

    /**
     * @throws RequestException when it is not acceptable to a model of dense vectors
     */
    void require(EmbedCall call) {
        requireNoClassifier();
        if (model.isSparse()) {
            throw wrongModel("yields sparse vectors: it has /embed_sparse, but no dense ones");
        }
        requireInputs(call);
        call.dimensions().filter(d -> d < 1 || d > dimensions).ifPresent(asked -> {
            throw RequestException.invalid("dimensions", asked.toString(), "1 to " + dimensions);
        });
    }

    /**
     * @throws RequestException when it is not acceptable to a model of sparse vectors
     */
    void requireSparse(EmbedCall call) {
        requireNoClassifier();
        if (!model.isSparse()) {
            throw wrongModel("pools by %s: it has /embed, but no sparse vectors, which models have that pool by splade"
                    .formatted(model.pooling().label()));
        }
        call.normalize().ifPresent(asked -> {
            throw RequestException.invalid("normalize", asked.toString(), "none where vectors are sparse");
        });
        call.dimensions().ifPresent(asked -> {
            throw RequestException.invalid("dimensions", asked.toString(), "none where vectors are sparse");
        });
        requireInputs(call);
    }

    private void requireNoClassifier() {
        if (model.isClassifier()) {
            throw wrongModel("scores texts: it has /predict, and /rerank if it has one label, but no vectors");
        }
    }

    private void requireInputs(EmbedCall call) {
        requireCount(call.field(), call.inputs().size());
        for (int i = 0; i < call.inputs().size(); i++) {
            require("%s[%d]".formatted(call.field(), i), call.inputs().get(i), call.prompt());
        }
    }

    /**
     * @throws RequestException when it is not acceptable
     */
    void require(ScoreCall call) {
        if (!model.isClassifier()) {
            throw wrongModel("embeds texts: it has %s, but no scores".formatted(model.isSparse() ? "/embed_sparse" : "/embed"));
        }
        requireCount(call.field(), call.pairs().size());
        for (int i = 0; i < call.pairs().size(); i++) {
            String place = "%s[%d]".formatted(call.field(), i);
            requireLength(place, call.pairs().get(i).first());
            call.pairs().get(i).second().ifPresent(second -> requireLength(place, second));
        }
    }

    /**
     * @throws RequestException when there are too many, or none
     */
    void requireCount(String field, int count) {
        if (count < 1 || count > limits.maxClientBatchSize()) {
            throw RequestException.invalid(field, count + " texts", "1 to %d texts".formatted(limits.maxClientBatchSize()));
        }
    }

    void requireLength(String place, String text) {
        if (text.length() > limits.maxTextCharacters()) {
            throw RequestException.invalid(place, text.length() + " characters long", "at most " + limits.maxTextCharacters());
        }
    }

    void requireKnown(String place, int[] ids) {
        if (ids.length < 1 || ids.length > limits.maxQueueTokens()) {
            throw RequestException.invalid(place, ids.length + " token ids", "1 to %d token ids".formatted(limits.maxQueueTokens()));
        }
        for (int id : ids) {
            if (id < 0 || id >= vocabularySize) {
                throw RequestException.invalid(place, "with token id " + id, "0 to " + (vocabularySize - 1));
            }
        }
    }

    String prompt(EmbedCall call) {
        return prompt(call.prompt());
    }

    String prompt(PromptChoice choice) {
        try {
            if (choice instanceof PromptChoice.Named named) {
                if (tellsSidesApart && PromptChoice.SIDES.contains(named.name()) && !model.prompts().containsKey(named.name())) {
                    return model.defaultPrompt();
                }
                return model.prompt(named.name());
            }
        } catch (ModelException e) {
            throw new RequestException(Kind.INVALID, "prompt_name", e.getMessage());
        }
        if (choice instanceof PromptChoice.FirstOf choices) {
            return choices.names().stream().filter(model.prompts()::containsKey).findFirst().map(model.prompts()::get).orElse("");
        }
        return model.defaultPrompt();
    }

    void requireExpected(Optional<String> expected, String fingerprint) {
        expected.filter(asked -> !asked.equals(fingerprint)).ifPresent(asked -> {
            throw new RequestException(Kind.FINGERPRINT_MISMATCH, "expected_fingerprint",
                    "expected_fingerprint is %s, these vectors would lie in space %s".formatted(asked, fingerprint));
        });
    }

    private void require(String place, Input input, PromptChoice prompt) {
        if (input instanceof Input.Ids ids) {
            requireKnown(place, ids.ids());
            if (prompt instanceof PromptChoice.Named named) {
                throw RequestException.invalid("prompt_name", "'" + named.name() + "'", "none beside token ids, which are used as they are");
            }
        } else {
            requireLength(place, ((Input.Text) input).text());
        }
    }

    private RequestException wrongModel(String what) {
        return new RequestException(Kind.INVALID, "model %s %s".formatted(model.id(), what));
    }

    List<String> labels() {
        return model.labels();
    }
}
