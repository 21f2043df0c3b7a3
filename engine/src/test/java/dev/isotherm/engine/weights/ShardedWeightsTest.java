package dev.isotherm.engine.weights;

import static dev.isotherm.engine.weights.SafetensorsFixture.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardedWeightsTest {

    @TempDir
    private Path directory;

    @Test
    void findsTensorsInEveryShard() throws IOException {
        try (ShardedWeights weights = new ShardedWeights(List.of(shard("one", "a", 1), shard("two", "b", 2)))) {
            assertThat(weights.names()).containsExactly("a", "b");
            assertThat(StoredTensors.bytes(weights.tensor("a")).getFloat(0)).isEqualTo(1);
            assertThat(StoredTensors.bytes(weights.tensor("b")).getFloat(0)).isEqualTo(2);
        }
    }

    @Test
    void refusesATensorThatNoShardHas() throws IOException {
        try (ShardedWeights weights = new ShardedWeights(List.of(shard("one", "a", 1)))) {
            assertThatThrownBy(() -> weights.tensor("z"))
                    .isInstanceOf(WeightsException.class)
                    .hasMessage("no shard has tensor z");
        }
    }

    @Test
    void refusesATensorThatTwoShardsHave() throws IOException {
        try (SafetensorsFile one = shard("one", "a", 1); SafetensorsFile two = shard("two", "a", 1)) {
            assertThatThrownBy(() -> new ShardedWeights(List.of(one, two)))
                    .isInstanceOf(WeightsException.class)
                    .hasMessage("tensor a is in more than one shard");
        }
    }

    @Test
    void closesItsShards() throws IOException {
        SafetensorsFile one = shard("one", "a", 1);
        SafetensorsFile two = shard("two", "b", 2);
        new ShardedWeights(List.of(one, two)).close();
        assertThatThrownBy(() -> StoredTensors.bytes(one.tensor("a"))).isInstanceOf(WeightsException.class);
        assertThatThrownBy(() -> StoredTensors.bytes(two.tensor("b"))).isInstanceOf(WeightsException.class);
    }

    private SafetensorsFile shard(String file, String tensor, float value) throws IOException {
        return SafetensorsFile.open(SafetensorsFixture.write(
                directory.resolve(file), "{" + entry(tensor, "F32", "[1]", 0, 4) + "}", SafetensorsFixture.floats(value)));
    }
}
