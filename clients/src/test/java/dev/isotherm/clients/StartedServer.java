package dev.isotherm.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server as users start it, in a process of its own, with a key; and the engine's own vectors, by the command line. */
final class StartedServer implements AutoCloseable {

    static final String KEY = "key-of-the-clients";
    static final String MODEL = "BAAI/bge-small-en-v1.5";
    /** Tokens of the three texts, by the tokenizer that the model was published with. */
    static final int TOKENS = 7 + 7 + 16;

    static final List<String> TEXTS = List.of("What is deep learning?", "Soup, slowly cooked.", "Ein Satz mit Umlauten: äöü, und 😀.");

    private static final Pattern ADDRESS = Pattern.compile("address=\"127\\.0\\.0\\.1:(\\d+)\"");

    private final Process process;
    private final int port;

    private StartedServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static StartedServer start() throws IOException {
        Process process = isotherm("serve", "--hostname", "127.0.0.1", "--port", "0", "--dtype", "float32", "--api-key", KEY);
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                drain(output);
                return new StartedServer(process, Integer.parseInt(address.group(1)));
            }
            seen.append(line).append('\n');
        }
        throw new IllegalStateException("the server did not start:\n" + seen);
    }

    /** What the engine makes of {@link #TEXTS} without a server. */
    static List<float[]> engineVectors() throws IOException {
        List<String> command = new ArrayList<>(List.of("embed", "--dtype", "float32"));
        command.addAll(TEXTS);
        Process process = isotherm(command.toArray(String[]::new));
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            return output.lines().filter(line -> line.startsWith("{")).map(StartedServer::vector).toList();
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private static Process isotherm(String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-Dfile.encoding=UTF-8", "-jar", System.getProperty("isotherm.jar")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("ISOTHERM_"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.start();
    }

    private static void drain(BufferedReader output) {
        Thread drain = new Thread(() -> output.lines().forEach(line -> { }), "drain");
        drain.setDaemon(true);
        drain.start();
    }

    private static float[] vector(String line) {
        try {
            JsonNode numbers = new JsonMapper().readTree(line).get("embedding");
            float[] vector = new float[numbers.size()];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) numbers.get(i).asDouble();
            }
            return vector;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
