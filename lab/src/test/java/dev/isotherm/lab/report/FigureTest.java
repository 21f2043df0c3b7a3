package dev.isotherm.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class FigureTest {

    private static final double NONE = Double.NaN;

    @Test
    void aGapBreaksTheLineAndItsBand() {
        Page page = lines(false, new Point(1, 1, 0, 2), new Point(2, 2, 1, 3), new Point(3, NONE, NONE, NONE),
                new Point(4, 2, NONE, NONE), new Point(5, 2, 1, 3));
        assertThat(inWide(page, "path", "line")).isEqualTo(2);
        assertThat(inWide(page, "path", "band")).isEqualTo(1);
        assertThat(inWide(page, "path", "whisker")).isEqualTo(1);
        assertThat(inWide(page, "path", "marker")).isEqualTo(4);
    }

    @Test
    void aLonePointIsAMarkWithoutALine() {
        Page page = lines(true, Point.of(64, 0.5));
        assertThat(inWide(page, "path", "marker")).isEqualTo(1);
        assertThat(inWide(page, "path", "line")).isZero();
    }

    @Test
    void whatCannotBePlacedIsLeftOut() {
        Page page = lines(true, Point.of(0, 1), Point.of(-3, 1), Point.of(NONE, 1), Point.of(Double.POSITIVE_INFINITY, 1),
                Point.of(8, Double.NEGATIVE_INFINITY), Point.of(8, 1e300));
        assertThat(page.elements("svg", "wide")).isEmpty();
        assertThat(page.elements("p", "caption")).extracting(Element::getTextContent).containsExactly("No data.");
        assertThat(page.elements("details")).hasSize(1);
    }

    @Test
    void emptyPlotsSayNoData() {
        Page page = Page.of(new LinePlot("", "x", "y", List.of(), false), new GainPlot("", "points", List.of()),
                new LinePlot("", "x", "y", List.of(new Series("s", List.of())), true),
                new HeatMap("", List.of(), List.of(), new double[0][], 1), new Table(List.of(), List.of(), "none"));
        assertThat(page.elements("svg", "wide")).isEmpty();
        assertThat(page.elements("details")).isEmpty();
        assertThat(page.elements("p", "caption")).extracting(Element::getTextContent)
                .containsExactly("No data.", "No data.", "No data.", "No data.", "none: no data.");
    }

    @Test
    void longNamesAreCutAndStandInFullInTheTitle() {
        String name = "first-half:0.5 after all-but-the-top ".repeat(9).strip();
        Page page = Page.of(new LinePlot("t", name, name, List.of(new Series(name, List.of(Point.of(1, 1)))), false),
                new GainPlot("t", "points", List.of(new Gain(name, 1, 0, 2, true))));
        assertThat(page.elements("span")).extracting(Element::getTextContent).first().asString().endsWith("…").hasSizeLessThan(70);
        assertThat(page.elements("text", "name")).extracting(Element::getTextContent).allSatisfy(n -> assertThat(n).endsWith("…"));
        assertThat(page.elements("title")).extracting(Element::getTextContent).contains(name, name + ": +1.0 [0.0, +2.0]");
    }

    @Test
    void significantGainsAreFilledByTheirDirection() {
        Page page = Page.of(new GainPlot("t", "points", List.of(new Gain("a", 1, 0.5, 2, true), new Gain("b", -1, -2, -0.5, true),
                new Gain("c", 1, NONE, NONE, false), new Gain("d", NONE, NONE, NONE, false))));
        assertThat(page.elements("g", "gain good")).hasSize(2);
        assertThat(page.elements("g", "gain bad")).hasSize(2);
        assertThat(page.elements("g", "gain open")).hasSize(4);
        assertThat(inWide(page, "circle", "dot")).isEqualTo(3);
        assertThat(inWide(page, "path", "zero")).isEqualTo(1);
    }

    @Test
    void heatMapsDivergeAroundZeroOnlyWhenSomethingIsNegative() {
        Page page = Page.of(new HeatMap("d", List.of("r"), List.of("a", "b", "c", "d"), new double[][] {{-2, 0, 1, NONE}}, 1),
                new HeatMap("s", List.of("r"), List.of("a", "b"), new double[][] {{5, 6}}, 1));
        assertThat(page.elements("td")).extracting(td -> td.getAttribute("class") + " " + td.getTextContent())
                .containsExactly("l9 −2.0", "h0 0.0", "h5 1.0", "gap –", "h1 5.0", "h9 6.0");
    }

    @Property(tries = 200)
    void everyMarkLiesInsideThePicture(@ForAll @Size(max = 6) List<double[]> points, @ForAll boolean logX) {
        Point[] all = points.stream().filter(p -> p.length > 1).map(p -> Point.of(p[0], p[1])).toArray(Point[]::new);
        Page page = lines(logX, all);
        assertThat(page.html()).doesNotContain("NaN", "Infinity");
        page.elements("path", "marker").stream().filter(FigureTest::isInWide).forEach(marker -> {
            double[] place = numbers(marker.getAttribute("transform"));
            assertThat(place[0]).isBetween(52.0, 720.0);
            assertThat(place[1]).isBetween(0.0, 340.0);
        });
    }

    private static double[] numbers(String transform) {
        return Arrays.stream(transform.replaceAll("[^-.0-9 ]", "").split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    private static Page lines(boolean logX, Point... points) {
        return Page.of(new LinePlot("t", "x", "y", List.of(new Series("s", List.of(points))), logX));
    }

    private static long inWide(Page page, String name, String style) {
        return page.elements(name, style).stream().filter(FigureTest::isInWide).count();
    }

    private static boolean isInWide(Element element) {
        Element parent = (Element) element.getParentNode();
        return parent.getTagName().equals("svg") ? parent.getAttribute("class").equals("wide")
                : !parent.getTagName().equals("html") && isInWide(parent);
    }
}
