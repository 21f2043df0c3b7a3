package dev.isotherm.lab.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The lines of a UTF-8 file, one in memory at a time; ends of line are LF or CRLF, blank lines are passed over. */
final class Lines {

    /** Longest line in bytes: a file without ends of line must not fill the memory. */
    static final int MAX_BYTES = 16 * 1024 * 1024;

    private final Path file;
    private final InputStream in;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int number;

    private Lines(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    /** @throws DataException when the file cannot be read, a line is too long or not UTF-8, or {@code use} refuses one */
    static void forEach(Path file, Consumer<Line> use) {
        if (!Files.isRegularFile(file)) {
            throw new DataException(file + (Files.exists(file) ? " is not a file" : " does not exist"));
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            Lines lines = new Lines(file, in);
            for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                line.filter(l -> !l.text().isBlank()).ifPresent(use);
            }
        } catch (IOException e) {
            throw new DataException("%s cannot be read: %s".formatted(file, e.getMessage()));
        }
    }

    private Optional<Line> next() throws IOException {
        int b = in.read();
        if (b < 0) {
            return Optional.empty();
        }
        number++;
        bytes.reset();
        for (; b >= 0 && b != '\n'; b = in.read()) {
            if (bytes.size() == MAX_BYTES) {
                throw Line.refusal(file, number, "longer than %d bytes, the most that a line may have".formatted(MAX_BYTES));
            }
            bytes.write(b);
        }
        return Optional.of(new Line(file, number, text()));
    }

    private String text() {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
            // a byte order mark is no part of the first text
            String unmarked = number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
            return unmarked.endsWith("\r") ? unmarked.substring(0, unmarked.length() - 1) : unmarked;
        } catch (CharacterCodingException e) {
            throw Line.refusal(file, number, "not UTF-8, the only encoding that is read");
        }
    }
}
