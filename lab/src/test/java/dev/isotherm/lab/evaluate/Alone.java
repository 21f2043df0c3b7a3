package dev.isotherm.lab.evaluate;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.Embedders;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.engine.temperature.AttentionTemperature;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Vectors and rankings by the engine alone, one text at a time: what an evaluation is held against. */
record Alone(Embedder embedder) {

    /** The tiny BERT's prompt for queries; documents have none. */
    private static final String SEARCH = "search: ";

    /** Of length 1. */
    float[] vector(String text, String temperature) {
        return Vectors.normalized(Embedders.alone(embedder, text, AttentionTemperature.parse(temperature)));
    }

    float[] query(String text, String temperature) {
        return vector(SEARCH + text, temperature);
    }

    List<float[]> queries(List<String> texts, String temperature) {
        return texts.stream().map(text -> query(text, temperature)).toList();
    }

    List<float[]> vectors(List<String> texts, String temperature) {
        return texts.stream().map(text -> vector(text, temperature)).toList();
    }

    /** Documents by index, the nearest first. */
    static List<Integer> ranking(float[] query, List<float[]> documents) {
        return IntStream.range(0, documents.size()).boxed()
                .sorted(Comparator.comparingDouble(document -> -Vectors.cosine(query, documents.get(document)))).toList();
    }

    /** The nearest document to each query. */
    static List<Integer> first(List<float[]> queries, List<float[]> documents) {
        return queries.stream().map(query -> ranking(query, documents).get(0)).toList();
    }

    /** Each vector less another. */
    static List<float[]> less(List<float[]> vectors, float[] other) {
        return vectors.stream().map(vector -> {
            float[] less = vector.clone();
            IntStream.range(0, less.length).forEach(d -> less[d] -= other[d]);
            return less;
        }).toList();
    }

    static float[] mean(List<float[]> vectors) {
        float[] mean = new float[vectors.get(0).length];
        vectors.forEach(vector -> IntStream.range(0, mean.length).forEach(d -> mean[d] += vector[d] / vectors.size()));
        return mean;
    }
}
