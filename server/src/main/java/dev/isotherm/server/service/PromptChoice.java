package dev.isotherm.server.service;

import java.util.List;
import java.util.Optional;

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

    /** By its name, if there is one. */
    static PromptChoice of(Optional<String> name) {
        return name.<PromptChoice>map(Named::new).orElse(DEFAULT);
    }
}
