package dev.isotherm.lab.report;

import java.util.List;

/**
 * A report as one HTML page that needs nothing else: no script, no request. Its markup is well-formed XML too. Dark and light follow
 * the reader's system.
 */
public final class Html {

    private final Markup markup = new Markup();
    private final HtmlBlocks blocks = new HtmlBlocks(markup);

    private Html() {
    }

    public static String render(Report report) {
        Html html = new Html();
        html.page(report);
        return html.markup.toString();
    }

    private void page(Report report) {
        markup.verbatim("<!DOCTYPE html>\n").open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en").text("\n");
        head(report);
        markup.open("body").text("\n").open("header").element("h1", PlainText.line(report.title()));
        if (!report.subtitle().isBlank()) {
            markup.element("p", report.subtitle());
        }
        markup.closeLine().open("main").text("\n");
        items("findings", "Findings", report.findings());
        report.sections().forEach(this::section);
        markup.closeLine();
        items("notes", "How this was made", report.notes());
        markup.close().closeLine();
    }

    private void head(Report report) {
        String style = StyleSheet.text();
        markup.open("head").empty("meta", "charset", "utf-8").text("\n");
        markup.empty("meta", "http-equiv", "Content-Security-Policy", "content", StyleSheet.contentSecurityPolicy(style)).text("\n");
        markup.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").text("\n");
        markup.empty("meta", "name", "color-scheme", "content", "light dark").text("\n");
        markup.element("title", PlainText.line(report.title())).text("\n");
        markup.open("style").verbatim(style).close().closeLine();
    }

    private void items(String style, String heading, List<String> items) {
        if (!items.isEmpty()) {
            markup.open("section", "class", style).element("h2", heading).open("ul");
            items.forEach(item -> markup.element("li", PlainText.line(item)));
            markup.close().closeLine();
        }
    }

    private void section(Section section) {
        markup.open("section").element("h2", PlainText.line(section.title())).text("\n");
        PlainText.paragraphs(section.text()).forEach(text -> markup.element("p", text).text("\n"));
        section.blocks().forEach(blocks::write);
        markup.closeLine();
    }
}
