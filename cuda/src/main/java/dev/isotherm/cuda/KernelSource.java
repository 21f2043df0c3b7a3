package dev.isotherm.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A kernel's text and the headers that it includes, by name.
 *
 * @param name the kernel's, also that of its file without {@code .cu}
 */
record KernelSource(String name, String text, Map<String, String> headers) {

    private static final Pattern INCLUDE = Pattern.compile("(?m)^#include \"([^\"]+)\"");

    /** The source that lies beside the class that launches it. */
    static KernelSource of(Class<?> kernel) {
        String text = resource(kernel.getSimpleName() + ".cu");
        Map<String, String> headers = new LinkedHashMap<>();
        addHeaders(text, headers);
        return new KernelSource(kernel.getSimpleName(), text, headers);
    }

    private static void addHeaders(String text, Map<String, String> headers) {
        for (String name : INCLUDE.matcher(text).results().map(MatchResult::group).map(KernelSource::includedName).toList()) {
            if (!headers.containsKey(name)) {
                headers.put(name, resource(name));
                addHeaders(headers.get(name), headers);
            }
        }
    }

    private static String includedName(String line) {
        return line.substring(line.indexOf('"') + 1, line.length() - 1);
    }

    private static String resource(String name) {
        try (InputStream in = KernelSource.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path beside " + KernelSource.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
