package dev.isotherm.cuda;

import java.util.Arrays;
import java.util.stream.Stream;

/** One of the ways in which each kernel is run. */
record Variant(Element element, Sanitizer sanitizer) {

    static Stream<Variant> all() {
        return Arrays.stream(Element.values())
                .flatMap(element -> Arrays.stream(Sanitizer.values()).map(sanitizer -> new Variant(element, sanitizer)));
    }
}
