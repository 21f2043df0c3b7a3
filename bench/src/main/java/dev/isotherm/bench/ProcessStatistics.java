package dev.isotherm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** CPU seconds by thread and resident memory of a process, as Linux tells them. */
public record ProcessStatistics(long pid) {

    private static final double TICKS_PER_SECOND = 100;

    /** The device's thread, and OpenMP's, which it begins and which carry its name. */
    private static final String FORWARD = "device-0";

    /** CPU seconds by the name of the threads, without the numbers in it. */
    public record Sample(Map<String, Double> seconds) {

        public Sample minus(Sample earlier) {
            Map<String, Double> difference = new TreeMap<>();
            seconds.forEach((name, value) -> difference.put(name, value - earlier.seconds.getOrDefault(name, 0.0)));
            return new Sample(difference);
        }

        /** A Markdown table, the largest first. */
        @Override
        public String toString() {
            double all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
            return seconds.entrySet().stream()
                    .filter(entry -> entry.getValue() >= 0.002 * all)
                    .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .map(entry -> "| %s | %.2f | %.1f %% |%n".formatted(entry.getKey(), entry.getValue(), 100 * entry.getValue() / all))
                    .collect(Collectors.joining("", "| thread | CPU s | share |\n|---|---|---|\n",
                            "outside the forward pass: %.1f %%%n".formatted(100 * (1 - seconds.getOrDefault(FORWARD, 0.0) / all))));
        }
    }

    public Sample sample() throws IOException {
        Map<String, Double> seconds = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks.toList()) {
                String stat = Files.readString(task.resolve("stat"));
                String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                double used = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
                seconds.merge(name.equals(FORWARD) ? name : name.replaceAll("[-#]?\\d+.*", ""), used, Double::sum);
            }
        }
        return new Sample(seconds);
    }

    public long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }
}
