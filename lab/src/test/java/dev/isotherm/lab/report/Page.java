package dev.isotherm.lab.report;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXParseException;

/** A rendered page, read by a strict XML parser. */
record Page(String html, Document document) {

    static Page of(Report report) {
        return of(Html.render(report));
    }

    /** A page with one section of these blocks. */
    static Page of(Block... blocks) {
        return of(new Report("t", "", List.of(), List.of(new Section("s", "", List.of(blocks))), List.of()));
    }

    private static Page of(String html) {
        try {
            DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            return new Page(html, builder.parse(new InputSource(new StringReader(html))));
        } catch (Exception e) {
            throw new AssertionError("not well-formed: " + e.getMessage() + "\n" + html, e);
        }
    }

    /** Elements of this name, or all for {@code *}. */
    List<Element> elements(String name) {
        NodeList nodes = document.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
    }

    /** Elements of this name whose class attribute is this. */
    List<Element> elements(String name, String style) {
        return elements(name).stream().filter(e -> e.getAttribute("class").equals(style)).toList();
    }

    List<String> attributeNames() {
        return elements("*").stream().map(Element::getAttributes)
                .flatMap(all -> IntStream.range(0, all.getLength()).mapToObj(i -> all.item(i).getNodeName()))
                .distinct().toList();
    }

    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) throws SAXParseException {
            throw e;
        }

        @Override
        public void error(SAXParseException e) throws SAXParseException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXParseException {
            throw e;
        }
    }
}
