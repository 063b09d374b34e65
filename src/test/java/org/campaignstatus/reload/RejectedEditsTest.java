package org.campaignstatus.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.Producer;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.ProcessorEndpoint;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Scrape;
import org.campaignstatus.harness.ShippedRoutes;
import org.campaignstatus.metrics.MetricsRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Edits of route files that are rejected while the program runs. */
final class RejectedEditsTest extends EditsOfRunningRoutes {

    RejectedEditsTest() {
        super(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            not well-formed    | </filter>                                          | line 14
            unknown element    | <tapwire uri="direct:post"/>                       | tapwire
            unknown attribute  | <to uri="direct:post" colour="red"/>               | colour
            unknown component  | <to uri="post-office:here"/>                       | line 14: there is no component post-office
            dynamic component  | <toD uri="post-office:${body}"/>                   | line 14: there is no component post-office
            unknown option     | <to uri="direct:post?colour=red"/>                 | line 14: direct:post has no such option: colour
            missing key        | <to uri="jms:queue:{{site.copy}}"/>                | line 14: there is no value for {{site.copy}}
            duplicate id       | <to id="build" uri="direct:post"/>                 | line 14: the id build stands twice
            missing bean       | <bean ref="statistic" method="enrich"/>            | line 14: there is no bean statistic, did you mean statistics?
            missing method     | <bean ref="statistics" method="enhance"/>          | line 14: the bean has no method enhance
            wrong Simple       | <filter><simple>${boddy} != 1</simple><stop/></filter> | line 14: wrong Simple expression: Unknown function: boddy
            nobody takes it    | <to uri="direct:nobody"/>                          | line 14: nobody takes what is sent to direct:nobody
            """)
    void aBrokenEditIsRejectedInOneLineAndTheMendedOneIsApplied(String what, String step, String said)
            throws Exception {
        program.start();
        save("notify.xml", notifyWith(step));
        await().until(() -> !errors().isEmpty());
        assertThat(siteOfNext("loaded")).isNull();
        assertThat(errors())
                .singleElement()
                .asString()
                .startsWith("ERROR campaignstatus.routes Live reload: " + folder
                        + "/routes/notify.xml rejected, the last good version stays in force: " + folder
                        + "/routes/notify.xml")
                .contains(said)
                .doesNotContain("\n");

        save("notify.xml", notifyWith("<log message=\"mended\" logName=\"edit\"/>"));
        awaitApplied(1);
        siteOfNext("started");
        assertThat(lines("mended")).hasSize(1);
        assertThat(receiver.requests()).hasSize(2);
        assertThat(errors()).hasSize(1);
    }

    /** A mistake that comes back is a new one for whoever made it. */
    @Test
    void theSameMistakeIsLoggedAgainAfterItWasMendedAndShownWhileItStands() throws Exception {
        program.start();
        String broken = notifyWith("<bean ref=\"statistic\" method=\"enrich\"/>");
        save("notify.xml", broken);
        await().until(() -> errors().size() == 1);
        await().until(() -> routesCheck().contains("notify.xml, line 14: there is no bean statistic"));
        assertThat(metric("campaignstatus_routes_edit_refused")).isEqualTo(1);
        save("notify.xml", notifyWith("<log message=\"mended\" logName=\"edit\"/>"));
        awaitApplied(1);
        await().until(() -> routesCheck().isEmpty());
        assertThat(metric("campaignstatus_routes_edit_refused")).isZero();
        save("notify.xml", broken);
        await().until(() -> errors().size() == 2);
        save("notify.xml", notifyWith("<log message=\"mended\" logName=\"edit\"/>"));
        await().until(() -> routesCheck().isEmpty());
        assertThat(errors().get(1).message()).isEqualTo(errors().get(0).message());
        assertThat(metric("campaignstatus_routes_reloads_total", "result", "refused"))
                .isEqualTo(2);
        assertThat(metric("campaignstatus_routes_reloads_total", "result", "good"))
                .isEqualTo(1);
    }

    @Test
    void anIdOfAnotherFileIsRejected() throws Exception {
        program.start();
        save("copy.xml", ShippedRoutes.text("periodic.xml"));
        await().until(() -> !errors().isEmpty());
        assertThat(errors()).singleElement().asString().contains("the route id periodic is taken by");
        assertThat(program.context().getRoute("periodic").getSourceLocation()).contains("periodic.xml");
    }

    @Test
    void whenAllFilesAreGoneTheRoutesGoOn() throws Exception {
        program.start();
        try (Stream<Path> files = Files.list(folder.resolve("routes"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        await().until(() -> routesCheck().contains("and there is no such file"));
        assertThat(siteOfNext("loaded")).isNull();
        assertThat(receiver.requests()).hasSize(1);
        assertThat(errors()).hasSize(1);
    }

    @Test
    void aFileThatCannotBeReadIsRejectedAndTheOthersApply() throws Exception {
        program.start();
        String umlaut = notifyWith("<log message=\"für alle\" logName=\"edit\"/>");
        Files.write(folder.resolve("routes/notify.xml"), umlaut.getBytes(StandardCharsets.ISO_8859_1));
        await().until(() -> routesCheck().endsWith("routes/notify.xml: not UTF-8"));
        assertThat(metric("campaignstatus_routes_edit_refused")).isEqualTo(1);

        save("post.xml", postFor("north"));
        awaitApplied(1);
        assertThat(siteOfNext("loaded")).isEqualTo("north");
        assertThat(errors())
                .singleElement()
                .asString()
                .contains("notify.xml rejected, the last good version stays in force: ");

        save("notify.xml", ShippedRoutes.text("notify.xml"));
        await().until(() -> routesCheck().isEmpty());
        assertThat(metric("campaignstatus_routes_edit_refused")).isZero();
        save("notify.xml", umlaut);
        awaitApplied(2);
        siteOfNext("started");
        assertThat(lines("für alle")).hasSize(1);
        assertThat(errors()).hasSize(1);
    }

    /** A jar in ext/ without one that it needs. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRouteWhoseClassesAreIncompleteIsRejectedAndTheNextEditApplies(boolean atItsStart) throws Exception {
        program.start();
        program.context().getRegistry().bind("brittle", new Brittle(atItsStart));
        save("notify.xml", notifyWith("<to uri=\"brittle:x\"/>"));
        await().until(() -> !errors().isEmpty());
        assertThat(errors())
                .singleElement()
                .asString()
                .contains("notify.xml rejected", "the class org.example.Missing is missing on the class path");
        assertThat(siteOfNext("loaded")).isNull();

        save("notify.xml", notifyWith("<log message=\"mended\" logName=\"edit\"/>"));
        awaitApplied(1);
        siteOfNext("started");
        assertThat(lines("mended")).hasSize(1);
        assertThat(receiver.requests()).hasSize(2);
    }

    /** A component that misses a class when an endpoint is made, or when a producer starts. */
    private static final class Brittle extends DefaultComponent {

        private final boolean atItsStart;

        Brittle(boolean atItsStart) {
            this.atItsStart = atItsStart;
        }

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            if (!atItsStart) {
                throw new NoClassDefFoundError("org/example/Missing");
            }
            return new ProcessorEndpoint(uri, this, exchange -> {}) {
                @Override
                public Producer createProducer() {
                    throw new NoClassDefFoundError("org/example/Missing");
                }
            };
        }
    }

    private double metric(String name, String... labels) {
        PrometheusMeterRegistry metrics = program.context()
                .getRegistry()
                .lookupByNameAndType(MetricsRegistry.NAME, PrometheusMeterRegistry.class);
        return Scrape.read(metrics.scrape()).sum(name, labels);
    }

    /** The message of the health check of the routes, which is up. */
    private String routesCheck() {
        HealthCheck.Result check = program.health("routes");
        assertThat(check.getState()).isEqualTo(HealthCheck.State.UP);
        return check.getMessage().orElse("");
    }

    private List<LogCapture.Line> errors() {
        return lines(Level.WARN);
    }
}
