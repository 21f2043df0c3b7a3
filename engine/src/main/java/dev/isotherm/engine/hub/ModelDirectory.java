package dev.isotherm.engine.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.weights.ShardedWeights;
import dev.isotherm.engine.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A model in a directory of its own. */
public final class ModelDirectory implements ModelFiles {

    private static final long MAX_SMALL_FILE = 256L << 20;

    private final String id;
    private final Path directory;

    /** A directory that is known by its own name. */
    public ModelDirectory(Path directory) {
        this(nameOf(directory.toAbsolutePath().normalize()), directory);
    }

    ModelDirectory(String id, Path directory) {
        this.id = id;
        this.directory = directory.toAbsolutePath().normalize();
    }

    private static String nameOf(Path directory) {
        return directory.getFileName() == null ? directory.toString() : directory.getFileName().toString();
    }

    @Override
    public String id() {
        return id;
    }

    boolean has(String name) {
        return Files.isRegularFile(resolve(name));
    }

    @Override
    public Optional<byte[]> read(String name) {
        Path file = resolve(name);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            long size = Files.size(file);
            if (size > MAX_SMALL_FILE) {
                throw new ModelException("%s: has %d bytes, at most %d are read".formatted(file, size, MAX_SMALL_FILE));
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new ModelException("%s: cannot be read: %s".formatted(file, e), e);
        }
    }

    @Override
    public Weights openWeights() {
        WeightFormat format = Arrays.stream(WeightFormat.values())
                .filter(f -> has(f.single()) || has(f.index()))
                .findFirst()
                .orElseThrow(() -> new ModelException("%s: has %s".formatted(directory, WeightFormat.none())));
        return openWeights(format);
    }

    @Override
    public Weights openFolder(String folder) {
        return new ModelDirectory(id, resolve(folder)).openWeights();
    }

    Weights openWeights(WeightFormat format) {
        return has(format.single()) ? format.open(resolve(format.single())) : openShards(format);
    }

    /** Whether all files are here that hold the weights in this format. */
    boolean hasWeights(WeightFormat format) {
        return has(format.single()) || has(format.index()) && shardNames(format).stream().allMatch(this::has);
    }

    private Weights openShards(WeightFormat format) {
        List<Weights> shards = new ArrayList<>();
        try {
            for (String shard : shardNames(format)) {
                shards.add(format.open(resolve(shard)));
            }
            return new ShardedWeights(shards);
        } catch (RuntimeException e) {
            shards.forEach(Weights::close);
            throw e;
        }
    }

    /** The files that the format's index names. */
    Set<String> shardNames(WeightFormat format) {
        String index = format.index();
        byte[] bytes = read(index).orElseThrow(() -> new ModelException("%s: has no %s".formatted(directory, index)));
        JsonNode map = ModelJson.parse(index, bytes).path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw new ModelException("%s/%s: has no weight_map".formatted(directory, index));
        }
        Set<String> names = new TreeSet<>();
        map.forEach(shard -> names.add(shard.asText()));
        return names;
    }

    /** A model's own files may name others; none of them may lead out of the directory. */
    private Path resolve(String name) {
        try {
            Path file = directory.resolve(name).normalize();
            if (file.startsWith(directory)) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw new ModelException("%s: names no file: %s".formatted(directory, e.getMessage()), e);
        }
        throw new ModelException("%s: names a file outside the model: %s".formatted(directory, name));
    }
}
