package org.campaignstatus.routefile;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.FileUtil;
import org.campaignstatus.settings.InvalidSettingException;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * What one file says about routes: its text, as it was read once, and the ids in it. What the steps of a route say is left
 * to Camel.
 *
 * @param location where it is, as Camel names it
 * @param text what it says
 * @param root its outermost element; empty if it is not XML
 * @param routes its routes
 * @param configurations the ids of its route configurations
 */
public record RouteFile(String location, String text, String root, List<Route> routes, List<String> configurations) {

    /** What Camel takes from an XML file; it passes over everything else. */
    private static final Set<String> ROOTS = Set.of(
            "routes",
            "route",
            "routeConfigurations",
            "routeConfiguration",
            "routeTemplates",
            "routeTemplate",
            "templatedRoutes",
            "templatedRoute",
            "rests",
            "rest",
            "dataFormats",
            "dataFormat",
            "beans",
            "blueprint",
            "camel");

    /** The root elements of files that can be replaced while the program runs. */
    private static final Set<String> REPLACEABLE =
            Set.of("routes", "route", "routeConfigurations", "routeConfiguration");

    /**
     * @param id its id; empty if it has none
     * @param line where it begins
     * @param policies the ids of the route configurations that it wants, or patterns of such
     * @param from the URI of its input
     */
    public record Route(String id, int line, List<String> policies, String from) {

        private Route withFrom(String uri) {
            return new Route(id, line, policies, uri);
        }

        /** @return whether other routes call it, so that it is no source */
        public boolean isCalled() {
            return RouteFiles.isCalled(from);
        }
    }

    /** @throws InvalidSettingException if Camel would pass over the file; the message says why, and where */
    public static RouteFile of(String location, String text) throws IOException {
        if (!"xml".equals(FileUtil.onlyExt(location))) {
            return new RouteFile(location, text, "", List.of(), List.of());
        }
        Outline outline = new Outline();
        try {
            parser().parse(new InputSource(new StringReader(text)), outline);
        } catch (SAXParseException e) {
            throw new InvalidSettingException(
                    place(location, e.getLineNumber(), e.getColumnNumber()) + ": " + e.getMessage());
        } catch (SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
        return new RouteFile(location, text, outline.root, outline.routes, outline.configurations);
    }

    private static SAXParser parser() throws SAXException, ParserConfigurationException {
        SAXParserFactory factory = SAXParserFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        SAXParser parser = factory.newSAXParser();
        parser.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return parser;
    }

    /** @return a place in a file, for a message */
    static String place(String location, int line, int column) {
        return name(location) + ", line " + line + ", column " + column;
    }

    /** @return where a file is, as an operator writes it */
    public static String name(String location) {
        return location.replaceFirst("^file:", "");
    }

    public String name() {
        return name(location);
    }

    public Resource resource() {
        return ResourceHelper.fromString(location, text);
    }

    /** @return whether an edit of it can take effect without a restart */
    public boolean isReplaceable() {
        return REPLACEABLE.contains(root);
    }

    /** @return the line, from 1, of the first that satisfies a condition; 0 if there is none */
    public int line(Predicate<String> condition) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (condition.test(lines.get(i))) {
                return i + 1;
            }
        }
        return 0;
    }

    /** What a route file has to be for Camel to see a route in it, and what is called how. */
    private static final class Outline extends DefaultHandler {

        private final List<Route> routes = new ArrayList<>();
        private final List<String> configurations = new ArrayList<>();
        private String root = "";
        private Locator at;
        private boolean from;

        @Override
        public void setDocumentLocator(Locator locator) {
            at = locator;
        }

        @Override
        public void startElement(String uri, String name, String qualified, Attributes attributes) throws SAXException {
            if (root.isEmpty()) {
                if (!ROOTS.contains(name)) {
                    throw new SAXParseException("unexpected element " + name + ": expected routes", at);
                }
                root = name;
            }
            if (name.equals("route")) {
                routes.add(new Route(value(attributes, "id"), at.getLineNumber(), policies(attributes), ""));
            } else if (name.equals("routeConfiguration")) {
                configurations.add(value(attributes, "id"));
            }
            if (name.equals("from") && !routes.isEmpty()) {
                int last = routes.size() - 1;
                routes.set(last, routes.get(last).withFrom(value(attributes, "uri")));
            }
            from = name.equals("from") || from && !name.equals("route");
        }

        private static List<String> policies(Attributes attributes) {
            return Stream.of(value(attributes, "routeConfigurationId").split(","))
                    .map(String::strip)
                    .filter(id -> !id.isEmpty())
                    .toList();
        }

        private static String value(Attributes attributes, String name) {
            String value = attributes.getValue(name);
            return value == null ? "" : value.strip();
        }

        @Override
        public void endElement(String uri, String name, String qualified) throws SAXException {
            if (name.equals("route") && !from) {
                throw new SAXParseException("a route without from: expected one that says where it starts", at);
            }
        }
    }
}
