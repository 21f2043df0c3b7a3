package dev.isotherm.engine.hub.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isotherm.engine.hub.client.RemoteFile;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reference client's file about the files of a commit: {@code {"format_version": 1, "files": {path: {size, blob_id, …}}}}. */
final class TreeFile {

    private static final Logger LOG = LoggerFactory.getLogger(TreeFile.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int VERSION = 1;

    private TreeFile() {}

    /** Empty when the format is another or the contents make no sense: the hub is then asked again. */
    static Optional<Map<String, RemoteFile>> parse(String text) {
        try {
            JsonNode root = JSON.readTree(text);
            if (root.path("format_version").asInt() != VERSION || !root.path("files").isObject()) {
                return Optional.empty();
            }
            Map<String, RemoteFile> files = new HashMap<>();
            root.get("files").properties().forEach(entry ->
                    file(entry.getKey(), entry.getValue()).ifPresent(file -> files.put(entry.getKey(), file)));
            return Optional.of(files).filter(found -> !found.isEmpty());
        } catch (JsonProcessingException e) {
            LOG.warn("a list of files in the cache is not readable and is fetched again: {}", e.getMessage());
            return Optional.empty();
        }
    }

    static String format(List<RemoteFile> files) {
        ObjectNode root = JSON.createObjectNode().put("format_version", VERSION);
        ObjectNode entries = root.putObject("files");
        files.stream().sorted(Comparator.comparing(RemoteFile::path)).forEach(file -> {
            ObjectNode entry = entries.putObject(file.path()).put("size", file.size()).put("blob_id", file.gitHash());
            file.largeHash().ifPresent(hash -> entry.put("lfs_sha256", hash).put("lfs_size", file.size()));
        });
        return root.toString();
    }

    private static Optional<RemoteFile> file(String path, JsonNode entry) {
        JsonNode large = entry.path("lfs_sha256");
        return RemoteFile.of(
                path,
                entry.path("size").asLong(-1),
                entry.path("blob_id").asText(),
                large.isTextual() ? Optional.of(large.asText()) : Optional.empty());
    }
}
