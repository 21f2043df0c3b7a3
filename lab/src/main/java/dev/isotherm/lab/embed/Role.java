package dev.isotherm.lab.embed;

import dev.isotherm.engine.EmbeddingSpace;
import dev.isotherm.engine.hub.ModelDescription;
import java.util.Locale;

/** What a text is to the model, which decides its prompt. */
public enum Role {
    QUERY,
    DOCUMENT,
    /** One of a pair whose sides are alike. */
    SYMMETRIC;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What several of them are called. */
    public String plural() {
        return switch (this) {
            case QUERY -> "queries";
            case DOCUMENT -> "documents";
            case SYMMETRIC -> "symmetric texts";
        };
    }

    /** Both prompts where the model has one for documents too; where only queries have one, symmetric texts have none. */
    String prompt(EmbeddingSpace space, ModelDescription model) {
        return switch (this) {
            case QUERY -> space.query().prompt();
            case DOCUMENT -> space.document().prompt();
            case SYMMETRIC -> space.document().prompt().isEmpty() ? model.defaultPrompt() : space.query().prompt();
        };
    }
}
