package dev.isotherm.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged jar as processes of their own: with a cache of models below a folder and without a network, unless a test says otherwise. */
record IsothermProcess(Path directory) {

    record Finished(int exitCode, String out, String err) {}

    ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", System.getProperty("isotherm.jar")));
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().putAll(Map.of("HF_HOME", directory.resolve("huggingface").toString(), "HF_HUB_OFFLINE", "1"));
        process.environment().keySet().removeAll(List.of("HF_ENDPOINT", "HF_TOKEN", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HTTP_PROXY", "http_proxy"));
        return process;
    }

    Finished run(String input, String... arguments) throws IOException, InterruptedException {
        return finish(input, builder(arguments));
    }

    Finished finish(String input, ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Path in = Files.writeString(directory.resolve("in"), input);
        Process process = builder
                .redirectInput(in.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return new Finished(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** What an operator can mend is one sentence. */
    void assertMistake(String message, String... arguments) throws IOException, InterruptedException {
        Finished finished = run("", arguments);
        assertThat(finished.err()).contains("isotherm: ").contains(message).doesNotContain("\tat ");
        assertThat(finished.err().lines()).hasSize(1);
        assertThat(finished.exitCode()).isEqualTo(1);
    }
}
