package dev.isotherm.lab.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Overflow;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PolicyTest {

    @Property
    void whatIsPrintedIsReadBack(@ForAll("policies") Policy policy) {
        assertThat(Policy.parse(policy.toString())).isEqualTo(policy);
        assertThat(Policy.parse(" " + policy + " ")).isEqualTo(policy);
    }

    @Provide
    Arbitrary<Policy> policies() {
        return Combinators.combine(
                Arbitraries.of("1.0", "0.05", "20.0", "0.8", "log:64", "ranges:1=1.0,129=0.9", "first-half:0.5", "last:2:log:9",
                        "blend:1.0,0.5", "blend:1.0,first-half:0.5,log:64").map(AttentionTemperature::parse),
                Arbitraries.oneOf(
                        Arbitraries.of(Correction.NONE, new Correction.None(), new Correction.TwoMeans()),
                        Arbitraries.integers().between(1, 16).map(Correction.AllButTheTop::new)),
                Arbitraries.of(Overflow.TRUNCATE, Overflow.MEAN, Overflow.LATE),
                Arbitraries.of(true, false)).as(Policy::new);
    }

    @Example
    void partsStandInAnyOrderAndArePrintedInOne() {
        Policy policy = Policy.parse("0.80+documents+late+abtt:2");
        assertThat(policy).hasToString("0.8+abtt:2+late+documents");
        assertThat(policy.ofQueries()).isEqualTo(AttentionTemperature.NONE);
        assertThat(policy.ofDocuments()).isEqualTo(AttentionTemperature.parse("0.8"));
        assertThat(Policy.parse("1")).isEqualTo(Policy.PUBLISHED);
    }

    @Example
    void countsWhatItCosts() {
        assertThat(Policy.parse("blend:1.0,0.5").forwardPasses()).isEqualTo(2);
        assertThat(Policy.parse("1.0+abtt:3").needsNoForwardPass()).isTrue();
        assertThat(Policy.parse("1.0+mean").needsNoForwardPass()).isFalse();
        assertThat(Policy.parse("0.9+centre").needsNoForwardPass()).isFalse();
    }

    @Example
    void refusesWhatIsNoPolicyInOneSentence() {
        for (String text : new String[] {
            "1.0+", "1.0+center", "1.0+centre+abtt:1", "1.0+mean+late", "1.0+mean+mean", "1.0+documents+documents", "1.0+abtt:",
            "1.0+abtt:0x", "1.0+error", "1.0+truncate", "1.0+none"}) {
            assertThatThrownBy(() -> Policy.parse(text)).isInstanceOf(InvalidPolicyException.class)
                    .hasMessage("policy is '" + text + "', allowed is an attention temperature, then perhaps +centre or +abtt:<1 to 16>, "
                            + "+mean or +late, +documents, each once");
        }
        for (String text : new String[] {"1.0+abtt:0", "1.0+abtt:17", "1.0+abtt:-1"}) {
            assertThatThrownBy(() -> Policy.parse(text)).isInstanceOf(InvalidPolicyException.class).hasMessageContaining("+abtt:<1 to 16>");
        }
        assertThatThrownBy(() -> new Policy(AttentionTemperature.NONE, Correction.NONE, Overflow.ERROR, false))
                .isInstanceOf(InvalidPolicyException.class).hasMessageStartingWith("policy is '1.0+error'");
    }

    @Example
    void saysThatTheTemperatureIsWrong() {
        for (String text : new String[] {"", "hot", "0.01", "21", "NaN", "+centre", "blend:1.0"}) {
            assertThatThrownBy(() -> Policy.parse(text)).isInstanceOf(InvalidPolicyException.class)
                    .hasMessageStartingWith("policy '" + text + "': attention temperature: got '")
                    .hasMessageContaining("a number from 0.05 to 20");
        }
    }

    @Example
    void quotesNoMoreThanIsRead() {
        assertThatThrownBy(() -> Policy.parse("1.0+" + "x".repeat(5000))).satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Example
    void readsListsEachPolicyOnce() {
        assertThat(Policy.parseAll(" 1.0 0.8;0.80\n log:64+centre ;; 1 "))
                .containsExactly(Policy.PUBLISHED, Policy.parse("0.8"), Policy.parse("log:64+centre"));
        assertThat(Policy.parseAll(" ; ")).isEmpty();
        assertThatThrownBy(() -> Policy.parseAll("1.0 99")).isInstanceOf(InvalidPolicyException.class).hasMessageContaining("policy '99'");
    }
}
