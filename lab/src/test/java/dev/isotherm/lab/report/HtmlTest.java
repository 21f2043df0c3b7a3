package dev.isotherm.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class HtmlTest {

    private static final String HOSTILE = "</style></script><script>alert(\"1\")</script>'&<!-- ]]> \u0000\u001b[31m\uD800 \u202Egnp.exe";

    private final Page sample = Page.of(SampleReport.full());

    @Test
    void everyBlockIsThereOnceForScreensAndOnceForPhones() {
        assertThat(sample.elements("svg", "wide")).hasSize(3);
        assertThat(sample.elements("svg", "narrow")).hasSize(3);
        assertThat(sample.elements("table", "heat")).hasSize(2);
        assertThat(sample.elements("pre")).singleElement().extracting(Element::getTextContent).asString().contains("@policy.json");
        assertThat(sample.elements("td", "n good")).extracting(Element::getTextContent).contains("✓ +2.1");
        assertThat(sample.elements("td", "t strong")).extracting(Element::getTextContent).containsExactly("1.0");
        assertThat(sample.elements("details")).hasSize(3);
    }

    @Test
    void findingsComeFirstAndNotesLast() {
        assertThat(sample.elements("h2")).extracting(Element::getTextContent)
                .startsWith("Findings", "Cosine by length").endsWith("How this was made");
    }

    @Test
    void nothingIsFetchedAndNothingRuns() {
        List<String> addresses = Pattern.compile("https?://[^\"]*").matcher(sample.html()).results().map(MatchResult::group).distinct().toList();
        assertThat(addresses).containsExactlyInAnyOrder("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg");
        assertThat(sample.attributeNames()).doesNotContain("style", "src", "href", "srcset", "action")
                .noneMatch(name -> name.startsWith("on"));
        assertThat(sample.elements("style").get(0).getTextContent()).doesNotContain("url(", "@import");
    }

    @Test
    void thePolicyAllowsThisStyleSheetAndNothingElse() throws Exception {
        String style = sample.elements("style").get(0).getTextContent();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
        assertThat(sample.elements("meta").get(1).getAttribute("content")).isEqualTo("default-src 'none'; style-src 'sha256-"
                + Base64.getEncoder().encodeToString(digest) + "'; base-uri 'none'; form-action 'none'");
    }

    @Test
    void everyPictureHasItsNameAndItsDescription() {
        List<String> ids = sample.elements("*").stream().map(e -> e.getAttribute("id")).filter(id -> !id.isEmpty()).toList();
        assertThat(ids).doesNotHaveDuplicates();
        List<Element> pictures = sample.elements("svg").stream().filter(e -> e.getAttribute("role").equals("img")).toList();
        assertThat(pictures).hasSize(6).allSatisfy(svg ->
                assertThat(ids).contains(svg.getAttribute("aria-labelledby").split(" ")));
    }

    @Test
    void hostileTextIsShownAndNotObeyed() {
        Series series = new Series(HOSTILE, List.of(Point.of(1, 2)));
        Page page = Page.of(new Report(HOSTILE, HOSTILE, List.of(HOSTILE), List.of(new Section(HOSTILE, HOSTILE, List.of(
                new Table(List.of(HOSTILE), List.of(List.of(Cell.of(HOSTILE))), HOSTILE),
                new LinePlot(HOSTILE, HOSTILE, HOSTILE, List.of(series), false),
                new GainPlot(HOSTILE, HOSTILE, List.of(new Gain(HOSTILE, 1, 0, 2, true))),
                new HeatMap(HOSTILE, List.of(HOSTILE), List.of(HOSTILE), new double[][] {{1}}, 1),
                new Preformatted(HOSTILE)))), List.of(HOSTILE)));
        assertThat(page.elements("script")).isEmpty();
        assertThat(page.elements("style")).hasSize(1);
        assertThat(page.elements("h1").get(0).getTextContent())
                .isEqualTo("</style></script><script>alert(\"1\")</script>'&<!-- ]]> \uFFFD\uFFFD[31m\uFFFD \uFFFDgnp.exe");
        assertThat(page.html().chars()).noneMatch(c -> c < ' ' && c != '\n');
    }

    @Test
    void anEmptyReportIsAPage() {
        Page page = Page.of(new Report("", "", List.of(), List.of(), List.of()));
        assertThat(page.elements("section")).isEmpty();
        assertThat(page.elements("h1")).hasSize(1);
    }
}
