package dev.isotherm.server.service;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.EmbeddingSpace;
import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.model.Encoder;
import dev.isotherm.engine.text.Tokenizer;
import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.Hardware;
import dev.isotherm.server.config.SettingException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The model behind the routes.
 *
 * @param encoders one for each thread that is to run forward passes; several may be the same
 * @param space the space of vectors made with the server's own settings
 * @param compute what it runs on, for answers and logs
 */
public record ServedModel(
        ModelDescription description, Tokenizer tokenizer, List<Encoder> encoders, EmbeddingSpace space, Compute compute) {

    public ServedModel {
        encoders = List.copyOf(encoders);
    }

    /**
     * Names of what a model runs on.
     *
     * @param device all of them, separated by commas
     * @param gpus one for each CUDA device
     */
    public record Compute(String backend, String device, String dtype, int threads, String reason, List<Gpu> gpus) {

        public Compute {
            gpus = List.copyOf(gpus);
        }
    }

    /** A CUDA device under its name in flags, such as {@code cuda:0}. */
    public record Gpu(String device, Hardware hardware) {

        private static Optional<Gpu> of(Backend backend) {
            return backend.hardware().map(hardware -> new Gpu(backend.device(), hardware));
        }
    }

    /**
     * @param replicas how many threads share each device
     * @throws SettingException when that is more than one on a CPU
     */
    public static ServedModel of(Embedder embedder, int replicas) {
        if (replicas > 1 && embedder.backend().device().equals("cpu")) {
            throw new SettingException("replicas", replicas, "1 on a CPU, whose threads serve one forward pass better");
        }
        return new ServedModel(
                embedder.model(),
                embedder.tokenizer(),
                embedder.encoders().stream().flatMap(encoder -> Collections.nCopies(replicas, encoder).stream()).toList(),
                embedder.space(),
                new Compute(
                        embedder.backend().name(),
                        embedder.backends().stream().map(Backend::device).collect(Collectors.joining(",")),
                        embedder.backend().dtype().label(),
                        embedder.backend().threads(),
                        embedder.backend().reason(),
                        embedder.backends().stream().flatMap(backend -> Gpu.of(backend).stream()).toList()));
    }
}
