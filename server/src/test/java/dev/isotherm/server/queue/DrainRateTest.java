package dev.isotherm.server.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is told to those who are turned away. */
class DrainRateTest {

    @Test
    void withoutABatchNothingIsKnown() {
        assertThat(new DrainRate(1).predictedWait(1_000_000)).isZero();
    }

    @Test
    void theWaitIsTokensByTokensASecond() {
        DrainRate rate = new DrainRate(2);
        for (int i = 0; i < 5; i++) {
            rate.forward(3, 100, Duration.ofMillis(100));
        }
        assertThat(rate.tokensPerSecond()).isCloseTo(2000, within(1e-6));
        assertThat(rate.predictedWait(10_000)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void lateBatchesCountMore() {
        DrainRate rate = new DrainRate(1);
        rate.forward(1, 100, Duration.ofMillis(100));
        for (int i = 0; i < 40; i++) {
            rate.forward(1, 100, Duration.ofMillis(1000));
        }
        assertThat(rate.tokensPerSecond()).isBetween(100.0, 102.0);
    }
}
