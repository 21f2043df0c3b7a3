package dev.isotherm.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {

    private final Report report = SampleReport.full();

    @TempDir
    Path folder;

    @Test
    void bothFilesAppearInPlaceOfWhatWasThere() throws IOException {
        Path name = folder.resolve("new/folders/tau-0.8");
        Reports.write(new Report("old", "", List.of(), List.of(), List.of()), name);
        List<Path> files = Reports.write(report, name);
        assertThat(files).containsExactly(folder.resolve("new/folders/tau-0.8.md"), folder.resolve("new/folders/tau-0.8.html"));
        assertThat(files.get(0)).hasContent(Markdown.render(report));
        assertThat(files.get(1)).hasContent(Html.render(report));
        try (Stream<Path> all = Files.list(name.getParent())) {
            assertThat(all).hasSize(2);
        }
    }

    @Test
    void whatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> Reports.write(report, file.resolve("r"))).isInstanceOf(ReportException.class)
                .hasMessage("cannot write the report " + file.resolve("r.md") + ": " + file + " is a file and not a folder");
        assertThatThrownBy(() -> Reports.write(report, Path.of("/"))).isInstanceOf(ReportException.class)
                .hasMessage("cannot write a report to /: the path must end in a file's name");
    }

    @Test
    void nothingIsLeftBehindWhenTheTargetIsAFolder() throws IOException {
        Files.createDirectories(folder.resolve("r.md/inside"));
        assertThatThrownBy(() -> Reports.write(report, folder.resolve("r"))).isInstanceOf(ReportException.class)
                .hasMessageStartingWith("cannot write the report " + folder.resolve("r.md") + ": ");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(folder.resolve("r.md"));
        }
    }
}
