package dev.isotherm.lab.report;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/** Reports as files. */
public final class Reports {

    private Reports() {
    }

    /**
     * Writes {@code <name>.md} and {@code <name>.html}. Each appears whole or not at all, in place of what was there; missing folders
     * are made.
     *
     * @param withoutExtension the files' common path; a dot in its name is part of the name
     * @return the two files, Markdown first
     * @throws ReportException naming the file that could not be written
     */
    public static List<Path> write(Report report, Path withoutExtension) {
        Path markdown = withExtension(withoutExtension, ".md");
        Path html = withExtension(withoutExtension, ".html");
        replace(markdown, Markdown.render(report));
        replace(html, Html.render(report));
        return List.of(markdown, html);
    }

    private static Path withExtension(Path path, String extension) {
        Path name = path.getFileName();
        if (name == null || name.toString().isEmpty()) {
            throw new ReportException("cannot write a report to " + path + ": the path must end in a file's name", null);
        }
        return path.resolveSibling(name + extension);
    }

    private static void replace(Path file, String text) {
        Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            // Not a temporary file of the platform's, which only its owner could read.
            Files.writeString(temporary, text, StandardOpenOption.CREATE_NEW);
            move(temporary, file);
        } catch (IOException e) {
            discard(temporary, e);
            throw new ReportException("cannot write the report " + file + ": " + reason(e), e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void discard(Path temporary, IOException cause) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Some of the platform's exceptions say no more than a path. */
    private static String reason(IOException e) {
        if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " is a file and not a folder";
        }
        if (e instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist";
        }
        return e.getMessage();
    }
}
