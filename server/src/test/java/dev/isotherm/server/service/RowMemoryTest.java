package dev.isotherm.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.engine.Passage;
import dev.isotherm.engine.batch.Wanted;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Overflow;
import dev.isotherm.engine.text.Truncation;
import dev.isotherm.server.FakeTokenizer;
import dev.isotherm.server.service.RequestException.Kind;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Large rows, of which a request may want two here and all together four. */
class RowMemoryTest {

    private final RowMemory sparse = new RowMemory(true, 1 << 24);
    private final RowMemory tokens = new RowMemory(false, 1 << 22);

    @Test
    void aRequestMayWantSoManySparseVectors() {
        assertThatThrownBy(() -> reserve(sparse, texts(3, Wanted.TEXT))).isInstanceOf(RequestException.class)
                .hasMessage("sparse vectors of 3 texts, or windows of texts, are wanted, a request may want at most 2")
                .extracting(failure -> ((RequestException) failure).kind()).isEqualTo(Kind.INVALID);
        reserve(sparse, texts(2, Wanted.TEXT));
    }

    @Test
    void eachWindowOfATextCounts() {
        Passage threeWindows = Passage.of(new FakeTokenizer().encode("1 2 3 4 5 6"), 4, 0, Overflow.MEAN);
        assertThatThrownBy(() -> reserve(sparse, List.of(threeWindows))).hasMessageStartingWith("sparse vectors of 3 texts");
    }

    @Test
    void allTogetherMayWantTwiceThatUntilTheyAreAnswered() {
        Caller first = reserve(sparse, texts(2, Wanted.TEXT));
        reserve(sparse, texts(2, Wanted.TEXT));
        assertThatThrownBy(() -> reserve(sparse, texts(1, Wanted.TEXT))).isInstanceOf(RequestException.class)
                .hasMessage("requests for sparse vectors fill the memory set aside for them")
                .extracting(failure -> ((RequestException) failure).kind()).isEqualTo(Kind.OVERLOADED);
        first.answered();
        reserve(sparse, texts(2, Wanted.TEXT));
    }

    @Test
    void ofOtherModelsOnlyRowsOfTokensCount() {
        assertThat(reserve(tokens, texts(100, Wanted.TEXT))).isNotNull();
        assertThatThrownBy(() -> reserve(tokens, texts(1, Wanted.TOKENS)))
                .hasMessage("vectors of each of 3 tokens are wanted, a request may want at most 2");
    }

    private static Caller reserve(RowMemory memory, List<Passage> passages) {
        Caller caller = new Caller(Optional.empty());
        memory.reserve(passages, AttentionTemperature.NONE, caller);
        return caller;
    }

    private static List<Passage> texts(int count, Wanted wanted) {
        Truncation window = new Truncation(32, Truncation.Side.RIGHT);
        return Collections.nCopies(count, Passage.of(new FakeTokenizer().encode("1", window), wanted));
    }
}
