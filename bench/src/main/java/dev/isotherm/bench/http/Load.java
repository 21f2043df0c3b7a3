package dev.isotherm.bench.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Requests of one kind, sent by many clients at once, each waiting for its answer before it sends the next.
 *
 * @param bodies different ones, so that nothing is answered from a cache
 * @param tokens of one request
 * @param length mean tokens of a text
 */
record Load(String title, List<byte[]> bodies, long tokens, double length) {

    /**
     * What an endpoint did under load.
     *
     * @param millis of each request, ascending
     */
    record Result(double tokensPerSecond, double[] millis) {

        double percentile(double part) {
            return millis[(int) Math.min(millis.length - 1, part * millis.length)];
        }
    }

    Result run(Endpoint endpoint, int clients, double seconds) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            long start = System.nanoTime();
            long end = start + (long) (seconds * 1e9);
            List<Callable<double[]>> tasks = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                int first = client;
                tasks.add(() -> client(endpoint, first, end));
            }
            List<double[]> millis = new ArrayList<>();
            for (var future : threads.invokeAll(tasks)) {
                millis.add(future.get());
            }
            double took = (System.nanoTime() - start) / 1e9;
            double[] all = millis.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
            return new Result(all.length * tokens / took, all);
        } finally {
            threads.shutdownNow();
        }
    }

    private double[] client(Endpoint endpoint, int first, long end) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = first; System.nanoTime() < end; i++) {
            long start = System.nanoTime();
            endpoint.post(bodies.get(i % bodies.size()));
            millis.add((System.nanoTime() - start) / 1e6);
        }
        return millis.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
