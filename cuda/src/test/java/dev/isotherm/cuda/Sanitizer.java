package dev.isotherm.cuda;

import java.util.List;

/** Of g++: what else looks at a kernel while the emulator runs it. */
enum Sanitizer {
    NONE(),
    ADDRESS_AND_UNDEFINED("-fsanitize=address,undefined", "-fno-sanitize-recover=all"),
    THREAD("-fsanitize=thread");

    private final List<String> options;

    Sanitizer(String... options) {
        this.options = List.of(options);
    }

    List<String> options() {
        return options;
    }
}
