package dev.isotherm.engine.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.weights.SafetensorsFile;
import dev.isotherm.engine.weights.ShardedWeights;
import dev.isotherm.engine.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A model in a directory of its own. */
public final class ModelDirectory implements ModelFiles {

    static final String SINGLE_FILE = "model.safetensors";
    static final String INDEX_FILE = "model.safetensors.index.json";
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
        return has(SINGLE_FILE) ? SafetensorsFile.open(resolve(SINGLE_FILE)) : openShards();
    }

    @Override
    public Weights openFolder(String folder) {
        return new ModelDirectory(id, resolve(folder)).openWeights();
    }

    private Weights openShards() {
        List<Weights> shards = new ArrayList<>();
        try {
            for (String shard : shardNames()) {
                shards.add(SafetensorsFile.open(resolve(shard)));
            }
            return new ShardedWeights(shards);
        } catch (RuntimeException e) {
            shards.forEach(Weights::close);
            throw e;
        }
    }

    /** The files that the index names. */
    Set<String> shardNames() {
        byte[] index = read(INDEX_FILE).orElseThrow(() -> new ModelException(
                "%s: has neither %s nor %s".formatted(directory, SINGLE_FILE, INDEX_FILE)));
        JsonNode map = ModelJson.parse(INDEX_FILE, index).path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw new ModelException("%s/%s: has no weight_map".formatted(directory, INDEX_FILE));
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
