package org.campaignstatus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * A hot reload of a file replaces all routes in it at once, and a route is found by the name of its file: so each file
 * holds one, and tells what it does and why.
 */
final class OneRoutePerFileTest {

    private static final Path ROUTES = Path.of("routes");
    private static final Set<String> KINDS = Set.of("route", "routeConfiguration");

    /** What stands in a step without being one: expressions, data formats and what an exception handler begins with. */
    private static final Set<String> PARTS_OF_STEPS = Set.of(
            "constant",
            "exception",
            "exchangeProperty",
            "from",
            "handled",
            "header",
            "json",
            "method",
            "onWhen",
            "redeliveryPolicy",
            "simple",
            "stop");

    /** The policies of those that are tried again; all others have the one that tries nothing again. */
    private static final Map<String, String> POLICIES = Map.of(
            "dialer-change", "await-database,no-redelivery",
            "lifecycle", "await-database,no-redelivery",
            "lifecycle-order", "no-redelivery,await-broker",
            "lifecycle-quarantine", "await-quarantine",
            "statistics-quarantine", "await-quarantine");

    @Test
    void theseAreTheRoutes() throws Exception {
        assertThat(files())
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrder(
                        "await-broker.xml",
                        "await-database.xml",
                        "await-quarantine.xml",
                        "dialer-change.xml",
                        "dialer-sql.xml",
                        "failed.xml",
                        "ingest-http.xml",
                        "lifecycle-file.xml",
                        "lifecycle-jms.xml",
                        "lifecycle-order.xml",
                        "lifecycle-quarantine.xml",
                        "lifecycle.xml",
                        "no-redelivery.xml",
                        "notify.xml",
                        "periodic.xml",
                        "post.xml",
                        "statistics-file.xml",
                        "statistics-jms.xml",
                        "statistics-quarantine.xml");
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileHoldsOneRouteOrRouteConfigurationOfItsName(Path file) throws Exception {
        List<Element> routes = children(root(file));

        assertThat(routes).hasSize(1).extracting(Element::getLocalName).allMatch(KINDS::contains);
        assertThat(routes.get(0).getAttribute("id") + ".xml")
                .isEqualTo(file.getFileName().toString());
    }

    @ParameterizedTest
    @MethodSource("files")
    void itSaysWhatItDoesAndWhy(Path file) throws Exception {
        Element route = children(root(file)).get(0);

        assertThat(route.getAttribute("description")).isNotBlank();
        assertThat(route.getAttribute("note")).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyStepHasAnIdOfItsOwn(Path file) throws Exception {
        List<String> ids = steps(children(root(file)).get(0))
                .map(step -> step.getAttribute("id"))
                .toList();

        assertThat(ids).isNotEmpty().doesNotHaveDuplicates().noneMatch(String::isBlank);
    }

    @ParameterizedTest
    @MethodSource("files")
    void onlyWhatComesBeforeANotificationIsTriedAgain(Path file) throws Exception {
        Element route = children(root(file)).get(0);

        if (route.getLocalName().equals("route")) {
            assertThat(route.getAttribute("routeConfigurationId"))
                    .isEqualTo(POLICIES.getOrDefault(route.getAttribute("id"), "no-redelivery"));
            assertThat(route.getAttribute("nodePrefixId")).isEqualTo(route.getAttribute("id") + "-");
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aRouteIsAParagraph(Path file) throws Exception {
        assertThat(steps(children(root(file)).get(0))).hasSizeLessThanOrEqualTo(10);
        assertThat(Files.readAllLines(file)).allMatch(line -> line.length() <= 250);
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(ROUTES)) {
            return files.sorted().toList();
        }
    }

    private static Element root(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
    }

    private static Stream<Element> steps(Element within) {
        return children(within).stream()
                .filter(child -> !PARTS_OF_STEPS.contains(child.getLocalName()))
                .flatMap(step -> Stream.concat(Stream.of(step), steps(step)));
    }

    private static List<Element> children(Element parent) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
                .map(Element.class::cast)
                .toList();
    }
}
