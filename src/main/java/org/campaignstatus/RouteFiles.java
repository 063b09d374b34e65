package org.campaignstatus;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.campaignstatus.settings.InvalidSettingException;
import org.xml.sax.Attributes;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Looks at the route files before Camel does, which passes over one that is not well-formed and goes on without its
 * route. What the steps of a route say is left to Camel.
 */
final class RouteFiles {

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

    private RouteFiles() {}

    /**
     * @param patterns where the route files are, as Camel takes it; separated by commas
     * @throws InvalidSettingException if there are none, or one that Camel would pass over
     * @throws Exception if a file cannot be read
     */
    static void check(CamelContext context, String patterns) throws Exception {
        for (String pattern : patterns.split(",")) {
            Collection<Resource> files =
                    PluginHelper.getPackageScanResourceResolver(context).findResources(pattern.strip());
            if (files.isEmpty()) {
                throw new InvalidSettingException(
                        "camel.main.routesIncludePattern is " + pattern.strip() + ", and there is no such file");
            }
            for (Resource file : files) {
                if (file.getLocation().endsWith(".xml")) {
                    check(file);
                }
            }
        }
    }

    private static void check(Resource file) throws IOException, SAXException, ParserConfigurationException {
        SAXParserFactory factory = SAXParserFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        SAXParser parser = factory.newSAXParser();
        parser.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        try (InputStream in = file.getInputStream()) {
            parser.parse(in, new Outline());
        } catch (SAXParseException e) {
            throw new InvalidSettingException(
                    place(file, e.getLineNumber(), e.getColumnNumber()) + ": " + e.getMessage());
        }
    }

    /** @return a place in a file, for a message */
    static String place(Resource file, int line, int column) {
        return file.getLocation().replaceFirst("^file:", "") + ", line " + line + ", column " + column;
    }

    /** What a route file has to be for Camel to see a route in it. */
    private static final class Outline extends DefaultHandler {

        private Locator at;
        private boolean inRoot;
        private boolean from;

        @Override
        public void setDocumentLocator(Locator locator) {
            at = locator;
        }

        @Override
        public void startElement(String uri, String name, String qualified, Attributes attributes) throws SAXException {
            if (!inRoot && !ROOTS.contains(name)) {
                throw new SAXParseException("unexpected element " + name + ": expected routes", at);
            }
            inRoot = true;
            from = name.equals("from") || from && !name.equals("route");
        }

        @Override
        public void endElement(String uri, String name, String qualified) throws SAXException {
            if (name.equals("route") && !from) {
                throw new SAXParseException("a route without from: expected one that says where it starts", at);
            }
        }
    }
}
