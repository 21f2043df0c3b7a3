package dev.isotherm.lab.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.lab.data.Collection;
import dev.isotherm.lab.data.Query;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The facts, names and sentences that tasks are made of. */
class MaterialTest {

    @Test
    void thereIsEnoughForTheLargestTask() {
        assertThat(Fact.all()).hasSizeGreaterThanOrEqualTo(100).doesNotHaveDuplicates();
        assertThat(TextResource.lines("essay.txt")).hasSizeGreaterThanOrEqualTo(150).doesNotHaveDuplicates();
        assertThat(Fact.all().size() * TextResource.lines("places.txt").size()).isGreaterThanOrEqualTo(Size.MAX_DOCUMENTS);
        assertThat(Names.distinct(Size.MAX_DOCUMENTS, new Random(1))).hasSize(Size.MAX_DOCUMENTS).doesNotHaveDuplicates();
    }

    @Test
    void eachFactIsAboutAPlaceAndSoIsItsQuestion() {
        for (Fact fact : Fact.all()) {
            assertThat(fact.statement()).endsWith(".").contains("{place}");
            assertThat(fact.question()).endsWith("?").contains("{place}").doesNotContain("{person}", "{year}");
            Probe probe = fact.of("Port Ansel", "Ida Moreau", new Random(2));
            assertThat(probe.needle() + probe.question()).doesNotContain("{", "}");
        }
        assertThat(Fact.all().stream().map(Fact::question).distinct()).hasSameSizeAs(Fact.all());
    }

    /** 10 000 documents go through each fact many times, and no question comes twice. */
    @Test
    void noQuestionComesTwiceInASeed(@TempDir Path folder) {
        new Needle(32, 10_000, 10_000, 1, 4).write(folder);
        List<Query> queries = Collection.read(folder, Optional.empty()).queries();
        assertThat(queries.stream().map(Query::text).distinct()).hasSize(10_000);
    }

    @Test
    void fillerIsVariedAndNeverRepeatsAtOnce() {
        Essay essay = new Essay();
        Random random = new Random(3);
        Set<String> seen = new HashSet<>();
        String previous = "";
        for (int i = 0; i < 5_000; i++) {
            String sentence = essay.sentence(i, random);
            assertThat(sentence).isNotEqualTo(previous);
            seen.add(sentence);
            previous = sentence;
        }
        assertThat(seen).hasSameSizeAs(TextResource.lines("essay.txt"));
    }

    @Test
    void sentencesAreWhole() {
        List<String> sentences = TextResource.lines("essay.txt");
        assertThat(sentences).allSatisfy(sentence -> {
            assertThat(sentence).matches("[A-Z].*[.]").doesNotContain("  ");
            assertThat(sentence.split(" ").length).isBetween(5, 20);
        });
    }
}
