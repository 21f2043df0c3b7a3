package dev.isotherm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.torch.TorchNatives;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Forward passes, loading and closing leave no native memory behind. */
class NativeMemoryTest {

    private static final long MIB = 1 << 20;

    @Test
    void forwardPassesFreeTheirTensors() {
        try (Embedder embedder = Embedders.tiny("tiny-bert")) {
            PackedBatch batch = batch(64, 64, embedder.encoder().layers());
            repeat(100, () -> embedder.encoder().encode(batch));
            long before = TorchNatives.residentBytes();
            // Each pass makes about 20 MiB of tensors: keeping one of them a pass would cost hundreds of MiB.
            repeat(400, () -> embedder.encoder().encode(batch));
            assertThat((TorchNatives.residentBytes() - before) / MIB).isLessThan(60);
        }
    }

    @Test
    void aFailedForwardPassFreesItsTensorsToo() {
        try (Embedder embedder = Embedders.tiny("tiny-bert")) {
            PackedBatch sound = batch(64, 64, embedder.encoder().layers());
            int[] beyond = sound.cuSeqlens().clone();
            beyond[beyond.length - 1]++;
            // More rows than tokens: the first layer fails, when its input of 640 kB exists already.
            PackedBatch broken = new PackedBatch(sound.ids(), sound.typeIds(), sound.positions(), beyond, sound.logitScale(), sound.unpooled(), sound.wanted());
            Runnable failing = () -> assertThat(catchMessage(() -> embedder.encoder().encode(broken))).contains("forward pass failed");
            repeat(100, failing);
            long before = residentWithoutMappedFiles();
            repeat(800, failing);
            assertThat((TorchNatives.residentBytes() - before) / MIB).isLessThan(60);
        }
    }

    @Test
    void aClosedModelFreesItsWeights() {
        repeat(100, () -> Embedders.tiny("tiny-bert").close());
        long before = residentWithoutMappedFiles();
        // Kept, the weights would be 520 MiB; allocators and the heap take and return up to 90.
        repeat(3000, () -> Embedders.tiny("tiny-bert").close());
        assertThat((residentWithoutMappedFiles() - before) / MIB).isLessThan(250);
    }

    /** Java unmaps a file only when the buffer over it is collected. */
    private static long residentWithoutMappedFiles() {
        System.gc();
        return TorchNatives.residentBytes();
    }

    private static String catchMessage(Runnable action) {
        try {
            action.run();
            return "";
        } catch (RuntimeException e) {
            return e.getMessage();
        }
    }

    private static PackedBatch batch(int sequences, int length, int layers) {
        Sequence sequence = new Sequence(new Tokens(new int[length], new int[length], length), AttentionTemperature.NONE);
        return PackedBatch.pack(Collections.nCopies(sequences, sequence), layers);
    }

    private static void repeat(int times, Runnable action) {
        for (int i = 0; i < times; i++) {
            action.run();
        }
    }
}
