package org.campaignstatus.routefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.ShippedRoutes;
import org.campaignstatus.runtime.DryRunContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Camel takes in route files and what has no effect, and what a step needs only when a message comes. */
final class RouteWarningsTest {

    @TempDir
    private Path folder;

    private final SortedMap<String, String> texts = new TreeMap<>();

    @BeforeEach
    void readTheShippedRoutes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                texts.put("file:" + file, Files.readString(file));
            }
        }
    }

    @Test
    void theShippedRoutesHaveNone() throws Exception {
        assertThat(warnings(Map.of(
                        "lifecycle.jms.enabled", "true",
                        "lifecycle.jms.consumers", "2",
                        "statistics.jms.enabled", "true",
                        "ingest.http.enabled", "true",
                        "notification.failed", "failed")))
                .isEmpty();
        assertThat(texts).hasSizeGreaterThan(15);
    }

    @Test
    void theStepsOfNotifyMayBeBeansAsTheyWereShippedBefore() throws Exception {
        edit("notify", "<process id=\"add-configuration\" ref=\"addConfiguration\"/>", bean("configuration", "enrich"));
        edit("notify", "<process id=\"build\" ref=\"buildNotification\"/>", bean("notifications", "build"));
        assertThat(warnings(Map.of())).isEmpty();
    }

    private static String bean(String name, String method) {
        return "<bean ref=\"" + name + "\" method=\"" + method + "\"/>";
    }

    @Test
    void aHeaderThatNoStepReadsIsNamed() throws Exception {
        edit("notify", "<to id=\"send\"", header("X-Notify") + "<to id=\"send\"");
        edit("post", "<removeHeaders", header("X-Early") + "<removeHeaders");
        edit("post", "<process id=\"describe\"", header("Content-Type") + "<process id=\"describe\"");
        edit("post", "<process id=\"sign\"", header("Cache-Control") + header("X-Sent") + "<process id=\"sign\"");
        edit("post", "<process id=\"answered\"", header("X-Late") + "<process id=\"answered\"");
        own("timer:own", header("X-Read") + "<log message=\"${header.X-Read}\"/>" + header("X-Unread"));
        String removed = " has no effect, because removeHeaders remove-headers (routes/post.xml, line ";
        assertThat(warnings(Map.of()))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .startsWith("routes/notify.xml, line ")
                                .contains("X-Notify" + removed),
                        line -> assertThat(line)
                                .startsWith("routes/post.xml, line ")
                                .contains("X-Early" + removed),
                        line -> assertThat(line).contains("Content-Type has no effect, because process describe"),
                        line -> assertThat(line).contains("Cache-Control has no effect, because Camel's HTTP"),
                        line -> assertThat(line).contains("X-Late has no effect, because no step behind it reads it"),
                        line -> assertThat(line)
                                .startsWith("routes/own.xml, line 4: ")
                                .contains("X-Unread has no effect"));
    }

    /** The route answers the client of its source, an own step may do anything, and a file endpoint takes the name. */
    @Test
    void aHeaderThatMayBeReadIsNot() throws Exception {
        own(
                "platform-http:/own?platformHttpEngine=#ingestServer",
                header("X-Answer") + "<choice><when><simple>${header.X-Answer} == 1</simple>" + header("X-Two")
                        + "<to uri=\"file:copies\"/></when></choice>" + header("X-Three"));
        edit("lifecycle", "<bean id=\"remember\"", header("X-Kept") + "<bean id=\"remember\"");
        edit("notify", "<to id=\"send\"", header("X-Case") + "<log message=\"${header.x-case}\"/><to id=\"send\"");
        edit("notify", "<to id=\"send\"", header("X-Away") + "<toD uri=\"direct:${body.actor}\"/><to id=\"send\"");
        edit("post", "<marshal", "<stop disabled=\"true\"/><marshal");
        edit("post", "pattern=\"*\"", "pattern=\"*\" excludePattern=\"X-Kept\"");
        assertThat(warnings(Map.of())).isEmpty();
    }

    @Test
    void anOptionThatNothingReadsIsNamed() throws Exception {
        edit("post", "httpMethod=POST", "httpMethod=POST&amp;colour=red&amp;responseTimeout=5&amp;httpMethd=GET");
        own("timer:own", "<to uri=\"http://a.example/x?key=47&amp;connectTimeot=5&amp;connectTimeout=6\"/>");
        assertThat(warnings(Map.of()))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .startsWith("routes/post.xml, line ")
                                .endsWith("colour has no effect, because the component http has none of that name:"
                                        + " expected one that it has"),
                        line -> assertThat(line).endsWith("expected the key http-response-timeout"),
                        line -> assertThat(line)
                                .endsWith("httpMethd has no effect, because the component http has none"
                                        + " of that name, did you mean httpMethod?"),
                        line -> assertThat(line)
                                .isEqualTo(
                                        "routes/own.xml, line 4: there is no option connectTimeot, so it is a part of"
                                                + " the query, did you mean connectTimeout?"));
    }

    @Test
    void stepsAndRoutesWithoutEffectAreNamed() throws Exception {
        edit("post", "<process id=\"describe\" ref=\"describe\"/>", "");
        edit("post", "<removeHeaders id=\"remove-headers\" pattern=\"*\"/>", "");
        edit("lifecycle", "uri=\"direct:notify\"/>", "uri=\"direct:notify\"/><stop/><log message=\"x\"/>");
        own("direct:own", "<to uri=\"seda:nowhere?size=5\"/>");
        texts.put("file:routes/policy.xml", """
                <routeConfigurations xmlns="http://camel.apache.org/schema/xml-io">
                  <routeConfiguration id="mine"><onException><exception>java.io.IOException</exception></onException>
                  </routeConfiguration>
                </routeConfigurations>
                """);
        assertThat(warnings(Map.of()))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .contains("routes/post.xml, line 3: ", "no step describe", "no address"),
                        line -> assertThat(line).contains("routes/post.xml, line 3: ", "no step removeHeaders"),
                        line -> assertThat(line).contains("routes/lifecycle.xml, line 15: no message gets to log"),
                        line -> assertThat(line).contains("routes/own.xml, line 2: nobody calls the route own"),
                        line -> assertThat(line)
                                .contains("routes/own.xml, line 4: nobody takes what is sent to seda:nowh"),
                        line -> assertThat(line).contains("routes/policy.xml, line 2: no route uses", "mine"));
    }

    @Test
    void aComponentThatIsMissingIsFoundHoweverTheStepNamesIt() throws Exception {
        own("timer:own", """
                <toD uri="kafka:${body}"/>
                <enrich><simple>paho:${body}</simple></enrich>
                <pollEnrich><constant>ftp://x</constant></pollEnrich>
                <recipientList><constant>direct:notify,telegram:x</constant></recipientList>
                <routingSlip><simple>direct:notify,slack:${body}</simple></routingSlip>
                <dynamicRouter><constant>xmpp:x</constant></dynamicRouter>
                <wireTap uri="nats:x${body}"/>
                <toD uri="{{site.none:solr}}:x${body}"/>
                <toD uri="dataformat:avro:marshal?x=${body}"/>
                <recipientList><simple>language:groovy:${body}</simple></recipientList>
                <toD uri="${body}:x"/>
                <toD uri="slack:${body}" ignoreInvalidEndpoint="true"/>
                <toD uri="slack:${body}" disabled="true"/>
                <toD uri="http:${body}"/>""");
        List<String> problems = lines(Map.of(), true);
        List<String> names = List.of(
                "component kafka",
                "component paho",
                "component ftp",
                "component telegram",
                "component slack",
                "component xmpp",
                "component nats",
                "component solr",
                "data format avro",
                "language groovy");
        assertThat(problems).hasSameSizeAs(names);
        for (int i = 0; i < names.size(); i++) {
            assertThat(problems.get(i))
                    .startsWith("routes/own.xml, line " + (4 + i) + ": there is no " + names.get(i)
                            + " on the class path: expected camel-")
                    .contains(" in ext/, which mvn -f ext/pom.xml ");
        }
    }

    @Test
    void theStartFindsItToo() throws IOException {
        ShippedRoutes.copyTo(folder.resolve("routes"));
        own("timer:own", "<toD uri=\"kafka:${body}\"/>");
        Files.writeString(folder.resolve("routes/own.xml"), texts.get("file:routes/own.xml"));
        try (Program program = Program.in(folder)
                .with("camel.main.routesIncludePattern", "file:" + folder + "/routes/*.xml")
                .configuredBy(Configured.campaignGroups().with(1).json())) {
            assertThatThrownBy(program::start)
                    .hasMessageContaining("/routes/own.xml, line 4: there is no component kafka on the class path");
        }
    }

    private static String header(String name) {
        return "<setHeader name=\"" + name + "\"><constant>1</constant></setHeader>";
    }

    private void edit(String route, String text, String replacement) {
        String location = "file:routes/" + route + ".xml";
        assertThat(texts.get(location)).contains(text);
        texts.put(location, texts.get(location).replace(text, replacement));
    }

    /** Adds a route with steps that begin in line 4. */
    private void own(String from, String steps) {
        texts.put("file:routes/own.xml", """
                <routes xmlns="http://camel.apache.org/schema/xml-io">
                  <route id="own" routeConfigurationId="no-redelivery">
                <from uri="%s"/>
                %s
                </route></routes>
                """.formatted(from.replace("&", "&amp;"), steps));
    }

    private List<String> warnings(Map<String, String> settings) throws Exception {
        return lines(settings, false);
    }

    private List<String> lines(Map<String, String> settings, boolean problems) throws Exception {
        Program.in(folder).configuredBy(Configured.campaignGroups().with(1).json());
        Map<String, String> overrides = new TreeMap<>(settings);
        overrides.put("configuration.file", folder.resolve("configuration.json").toString());
        ReloadableConfiguration configuration =
                new ReloadableConfiguration(folder.resolve("application.properties"), overrides::get);
        try (DryRunContext dryRun = DryRunContext.of(configuration, Set.of())) {
            RouteCheck check = new RouteCheck(dryRun.context());
            List<RouteProblem> found = check.problems(texts);
            if (!problems) {
                assertThat(found).isEmpty();
            }
            return (problems ? found : check.warnings())
                    .stream().map(RouteProblem::toString).collect(Collectors.toList());
        }
    }
}
