package dev.isotherm.engine.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes checkpoints of PyTorch, well-formed or not, and finds those that it wrote itself (src/test/fixtures). */
public final class TorchFixture {

    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private int method = ZipEntry.STORED;

    private TorchFixture() {}

    /** A checkpoint with this pickle and no storages yet. */
    static TorchFixture of(byte... pickle) {
        return new TorchFixture().with("m/data.pkl", pickle);
    }

    static TorchFixture empty() {
        return new TorchFixture();
    }

    TorchFixture with(String entry, byte... contents) {
        entries.put(entry, contents);
        return this;
    }

    TorchFixture storage(String key, byte... contents) {
        return with("m/data/" + key, contents);
    }

    TorchFixture compressed() {
        method = ZipEntry.DEFLATED;
        return this;
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(header(entry.getKey(), entry.getValue()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private ZipEntry header(String name, byte[] contents) {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
            CRC32 crc = new CRC32();
            crc.update(contents);
            entry.setSize(contents.length);
            entry.setCrc(crc.getValue());
        }
        return entry;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A file under src/test/resources/torch. */
    public static Path resource(String name) {
        try {
            return Path.of(TorchFixture.class.getResource("/torch/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(name, e);
        }
    }
}
