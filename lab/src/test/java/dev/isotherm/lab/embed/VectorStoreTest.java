package dev.isotherm.lab.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.lab.data.DataException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorStoreTest {

    private static final int HEADER = 12;
    private static final int RECORD = 16 + 3 * 4 + 4;

    @TempDir
    Path folder;

    @Test
    void whatWasPutIsThereAfterReopening() {
        try (VectorStore store = open()) {
            store.put("a", new float[] {1, -2, 0.5f});
            store.put("", new float[] {0, 0, 1});
            assertThat(store.get("a")).hasValue(new float[] {1, -2, 0.5f});
        }
        try (VectorStore store = open()) {
            assertThat(store.get("a")).hasValue(new float[] {1, -2, 0.5f});
            assertThat(store.get("")).hasValue(new float[] {0, 0, 1});
            assertThat(store.has("b")).isFalse();
            assertThat(store.get("b")).isEmpty();
        }
    }

    @Test
    void moreRecordsThanAreReadTogether() {
        int many = 2 * VectorFormat.READ_TOGETHER + 1;
        try (VectorStore store = open()) {
            for (int i = 0; i < many; i++) {
                store.put("t" + i, new float[] {i, 1, 2});
            }
        }
        try (VectorStore store = open()) {
            for (int i = 0; i < many; i++) {
                assertThat(store.get("t" + i)).hasValue(new float[] {i, 1, 2});
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 17, RECORD - 1})
    void aTornLastRecordIsDroppedAndTheRestKept(int torn) throws IOException {
        putTwo();
        truncate(HEADER + RECORD + torn);
        try (VectorStore store = open()) {
            assertThat(store.has("a")).isTrue();
            assertThat(store.has("b")).isFalse();
            store.put("c", new float[] {7, 8, 9});
        }
        try (VectorStore store = open()) {
            assertThat(store.get("a")).hasValue(new float[] {1, 2, 3});
            assertThat(store.get("c")).hasValue(new float[] {7, 8, 9});
        }
        assertThat(file()).hasSize(HEADER + 2 * RECORD);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, RECORD - 1})
    void aRecordWithAWrongBitIsNotThereAndOthersAre(int at) throws IOException {
        putTwo();
        try (RandomAccessFile bytes = new RandomAccessFile(file().toFile(), "rw")) {
            bytes.seek(HEADER + at);
            int old = bytes.read();
            bytes.seek(HEADER + at);
            bytes.write(old ^ 1);
        }
        try (VectorStore store = open()) {
            assertThat(store.has("a")).isFalse();
            assertThat(store.get("b")).hasValue(new float[] {4, 5, 6});
            store.put("a", new float[] {1, 2, 3});
        }
        try (VectorStore store = open()) {
            assertThat(store.get("a")).hasValue(new float[] {1, 2, 3});
        }
    }

    @Test
    void aFileOfZerosHoldsNothing() throws IOException {
        putTwo();
        byte[] bytes = Files.readAllBytes(file());
        Files.write(file(), java.util.Arrays.copyOf(java.util.Arrays.copyOf(bytes, HEADER), HEADER + 10 * RECORD));
        try (VectorStore store = open()) {
            assertThat(store.has("a")).isFalse();
        }
    }

    @Test
    void aRunBrokenOffBeforeItsHeaderStartsAgain() throws IOException {
        Files.createDirectories(folder);
        Files.write(file(), new byte[] {'I', 'S', 'O'});
        putTwo();
        try (VectorStore store = open()) {
            assertThat(store.has("b")).isTrue();
        }
    }

    @Test
    void aFileOfSomethingElseIsRefusedAndLeftAlone() throws IOException {
        Files.writeString(file(), "a file that somebody else wrote, longer than a header");
        assertThatThrownBy(this::open).isInstanceOf(DataException.class)
                .hasMessage(file() + " holds no vectors of 3 numbers; remove it or give another --cache");
        assertThat(file()).hasContent("a file that somebody else wrote, longer than a header");
    }

    @Test
    void otherDimensionsAreRefused() {
        putTwo();
        assertThatThrownBy(() -> VectorStore.open(folder, "space", 4)).isInstanceOf(DataException.class)
                .hasMessageContaining("holds no vectors of 4 numbers");
        try (VectorStore store = open()) {
            assertThat(store.has("a")).as("the refusal closed the file and changed nothing").isTrue();
        }
    }

    @Test
    void aSecondRunIsRefusedUntilTheFirstIsDone() {
        try (VectorStore store = open()) {
            assertThat(store.has("a")).isFalse();
            assertThatThrownBy(this::open).isInstanceOf(DataException.class)
                    .hasMessage(file() + " is in use by another run; wait for it or give this one another --cache");
            assertThatThrownBy(this::open).isInstanceOf(DataException.class).hasMessageContaining("in use");
        }
        open().close();
    }

    @Test
    void aFolderThatIsAFileIsOneSentence() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> VectorStore.open(file, "space", 3)).isInstanceOf(DataException.class)
                .hasMessageContaining("cannot be opened for writing").hasMessageContaining("--cache names another folder");
    }

    @Test
    void keepsNoVectorThatIsNone() {
        try (VectorStore store = open()) {
            assertThatThrownBy(() -> store.put("a", new float[] {1, Float.NaN, 0})).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.put("a", new float[2])).isInstanceOf(IllegalArgumentException.class);
            assertThat(store.has("a")).isFalse();
        }
    }

    private void putTwo() {
        try (VectorStore store = open()) {
            store.put("a", new float[] {1, 2, 3});
            store.put("b", new float[] {4, 5, 6});
        }
    }

    private VectorStore open() {
        return VectorStore.open(folder, "space", 3);
    }

    private Path file() {
        return folder.resolve("space.vectors");
    }

    private void truncate(long size) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file().toFile(), "rw")) {
            bytes.setLength(size);
        }
    }
}
