package dev.isotherm.server.service;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which prompt is put before texts. */
public sealed interface PromptChoice {

    /** The server's default. */
    PromptChoice DEFAULT = new Default();

    /** See {@link #DEFAULT}. */
    record Default() implements PromptChoice {}

    /** The model's prompt of that name, which it must have. */
    record Named(String name) implements PromptChoice {}

    /** The first of these that the model has, or none: what a text is for, in other words than the model's. */
    record FirstOf(List<String> names) implements PromptChoice {

        public FirstOf {
            names = List.copyOf(names);
        }
    }

    /** Names under which models keep the prompt of a search's query. */
    Set<String> OF_QUERIES = Set.of("query", "search_query");

    /** Names of the sides of a search that every model knows where the server tells them apart. */
    Set<String> SIDES = Set.of("query", "search_query", "document", "passage", "search_document");

    /** Whether texts are queries; all others are documents. */
    default boolean isOfQueries() {
        return this instanceof Named named && OF_QUERIES.contains(named.name())
                || this instanceof FirstOf choices && choices.names().stream().anyMatch(OF_QUERIES::contains);
    }

    /** By its name, if there is one. */
    static PromptChoice of(Optional<String> name) {
        return name.<PromptChoice>map(Named::new).orElse(DEFAULT);
    }
}
