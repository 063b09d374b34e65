package org.campaignstatus.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.PrometheusServer;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.ShippedRoutes;
import org.campaignstatus.harness.SiteBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus scrapes the program while each trouble is made, and fires the alert of docs/alerts.yml, with shorter times.
 * No alert fires before the first trouble.
 */
@Tag("tools")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class AlertsTest {

    private static final Path RULES = Path.of("docs/alerts.yml");
    private static final String QUEUE = "campaigngroup.lifecycle";

    private static final int GOOD = 1;
    private static final int FAILING = 2;
    private static final int HELD = 3;
    private static final int BEHIND = 4;

    private static final String POST = "post.xml";

    private final Receiver receiver = Receiver.start();
    private final Receiver failing = Receiver.start().answering(Answer.status(500));
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Receiver held = Receiver.start().answering(Answer.when(gate));
    private final TreeSet<String> fired = new TreeSet<>();
    private SiteBroker broker;
    private Path folder;
    private Program program;
    private PrometheusServer prometheus;
    private int files;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        broker = SiteBroker.withQueues(QUEUE);
        folder = Files.createDirectory(temporary.resolve("program"));
        ShippedRoutes.copyTo(folder.resolve("routes"));
        program = broker.usedBy(Program.in(folder))
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "1")
                .with("camel.main.routesIncludePattern", "file:" + folder + "/routes/*.xml")
                .with("notification.failed", folder.resolve("lost").toString())
                .with("lifecycle.jms.enabled", "true")
                .configuredBy(configuration())
                .start();
        prometheus = PrometheusServer.scraping(program, temporary, quickRules(temporary));
        handIn("started", GOOD);
    }

    private String configuration() {
        String[] toHeld = {"campaigngroup-states-uri", held.uri("/"), "http-connection-pool-size", "1"};
        return Configured.campaignGroups()
                .with(GOOD)
                .with(FAILING, "campaigngroup-states-uri", failing.uri("/"), "campaigngroup-states-interval", "0")
                .with(HELD, toHeld)
                .with(BEHIND, toHeld)
                .json();
    }

    /** The same rules, which look back for seconds and wait for seconds. */
    private static Path quickRules(Path folder) throws Exception {
        String rules = Files.readString(RULES)
                .replaceAll("(?m)^( *for): .*$", "$1: 2s")
                .replaceAll("\\[\\d+m]", "[10s]");
        return Files.writeString(folder.resolve("alerts.yml"), rules);
    }

    @AfterAll
    void stop() {
        gate.countDown();
        prometheus.close();
        program.close();
        broker.close();
        receiver.close();
        failing.close();
        held.close();
    }

    @Test
    @Order(1)
    void noneFiresWhileAllIsWell() {
        await().until(() -> !prometheus
                .ask("sum(increase(campaignstatus_notifications_attempted_total{outcome=\"delivered\"}[10s])) > 3")
                .isEmpty());
        assertThat(prometheus.firing()).isEmpty();
    }

    @Test
    void whenAReceiverFails() throws Exception {
        awaitFiring("CampaignStatusNotificationsLost", () -> handIn("started", FAILING));
    }

    @Test
    void whenAllReceiversFail() throws Exception {
        receiver.answering(Answer.status(500));
        awaitFiring("CampaignStatusNothingDelivered");
        receiver.answering(Answer.status(200));
    }

    @Test
    void whenAStepOfARouteFails() throws Exception {
        save(POST, withStep("<throwException exceptionType=\"java.io.IOException\" message=\"by a site\"/>"));
        awaitFiring("CampaignStatusRouteErrors");
        save(POST, ShippedRoutes.text(POST));
    }

    @Test
    void whenAnEditOfARouteIsRejected() throws Exception {
        save(POST, withStep("<bean ref=\"noSuchBean\"/>"));
        awaitFiring("CampaignStatusRouteEditRefused");
        save(POST, ShippedRoutes.text(POST));
    }

    @Test
    void whenAnEditOfTheConfigurationIsRejected() throws Exception {
        save("../configuration.json", "{");
        awaitFiring("CampaignStatusEditRefused");
        save("../configuration.json", configuration());
    }

    @Test
    void whenInputIsRejected() throws Exception {
        awaitFiring("CampaignStatusInputRefused", () -> program.handInLifecycle(next(), "not JSON"));
    }

    @Test
    void whenFilesCannotBeArchived() throws Exception {
        Path done = folder.resolve("inbox/lifecycle/.done");
        Path away = Files.move(done, done.resolveSibling(".done-before"));
        Files.writeString(done, "a file in the place of the folder");
        handIn("started", GOOD);
        awaitFiring("CampaignStatusInputStuck");
        Files.delete(done);
        Files.move(away, done);
        await().until(() -> !prometheus.firing().contains("CampaignStatusInputStuck"));
    }

    @Test
    void whenMessagesCannotBeQuarantined() throws Exception {
        try (Broker client = Broker.connect(broker.factory())) {
            client.send(QUEUE, "not JSON");
        }
        awaitFiring("CampaignStatusInputStuck");
        broker.createQueue(QUEUE + ".failed");
        await().until(() -> !prometheus.firing().contains("CampaignStatusInputStuck"));
    }

    @Test
    void whenTheDeadLetterStoreCannotBeWrittenTo() throws Exception {
        Path store = folder.resolve("lost");
        Path away = Files.move(store, folder.resolve("lost-away"));
        Files.writeString(store, "a file in the place of the folder");
        awaitFiring("CampaignStatusFailedNotKept", () -> handIn("started", FAILING));
        Files.delete(store);
        Files.move(away, store);
    }

    @Test
    void whenStatisticsAreOld() throws Exception {
        handInStatistics(Instant.now().minus(Duration.ofHours(1)));
        awaitFiring("CampaignStatusStatisticsOld");
        handInStatistics(Instant.now());
    }

    @Test
    void whenTheDatabaseIsAway() throws Exception {
        Path database = folder.resolve("data/state.db");
        Path away = Files.move(database, folder.resolve("away.db"));
        awaitFiring("CampaignStatusStateUnknown");
        Files.move(away, database, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void whenPeriodicMessagesAreLate() throws Exception {
        program.context().getRouteController().stopRoute("periodic");
        awaitFiring("CampaignStatusPeriodicOverdue");
        program.context().getRouteController().startRoute("periodic");
    }

    @Test
    void whenAReceiverKeepsOthersWaiting() throws Exception {
        handIn("started", BEHIND);
        program.handInLifecycle(
                next(),
                IntStream.range(0, 8_100)
                        .mapToObj(i -> event(i % 2 == 0 ? "started" : "stopped", HELD))
                        .collect(Collectors.joining("\n")));
        awaitFiring("CampaignStatusReceiverSaturated");
        awaitFiring("CampaignStatusPeriodicSkipped");
        awaitFiring("CampaignStatusEventsPileUp");
        gate.countDown();
    }

    @Test
    @Order(Integer.MAX_VALUE - 3)
    void whenTheBrokerIsAway() throws Exception {
        broker.close();
        awaitFiring("CampaignStatusBrokerAway");
    }

    @Test
    @Order(Integer.MAX_VALUE - 2)
    void whenTheProgramIsDown() throws Exception {
        program.close();
        awaitFiring("CampaignStatusDown");
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void whenTheDialersDatabaseLacksATable() throws Exception {
        program.with("lifecycle.jms.enabled", "false")
                .with("dialer.sql.enabled", "true")
                .with("dialer.sql.url", "jdbc:sqlite:" + folder.resolve("dialer.db"))
                .with("dialer.sql.query", Files.writeString(folder.resolve("q.sql"), "SELECT 1 FROM missing") + "")
                .start();
        String firing = "ALERTS{alertname='CampaignStatusInputStuck', source='sql', alertstate='firing'}";
        await().until(() -> prometheus.ask(firing).size() == 1);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void noRuleIsLeft() throws Exception {
        assertThat(fired)
                .containsExactlyElementsOf(new TreeSet<>(
                        Query.ofAlerts().stream().map(Query::place).toList()));
    }

    private void awaitFiring(String alert) throws Exception {
        awaitFiring(alert, () -> null);
    }

    /** @param trouble made again and again until the alert fires */
    private void awaitFiring(String alert, Callable<?> trouble) throws Exception {
        await().pollInterval(Duration.ofMillis(500)).until(() -> {
            trouble.call();
            return prometheus.firing().contains(alert);
        });
        fired.add(alert);
    }

    private Path handIn(String event, int group) {
        return program.handInLifecycle(next(), event(event, group));
    }

    private String next() {
        return "events-" + files++ + ".jsonl";
    }

    private void handInStatistics(Instant time) {
        program.handInStatistics(
                "statistics-" + files++ + ".json",
                "{\"campaignGroup\":%d,\"time\":\"%s\",\"values\":{\"hitRatio\":0.5}}".formatted(GOOD, time));
    }

    private void save(String route, String text) throws Exception {
        Path file = folder.resolve("routes").resolve(route).normalize();
        Path beside = Files.writeString(file.resolveSibling(".new"), text);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String withStep(String step) throws Exception {
        return ShippedRoutes.text(POST).replaceFirst("(?s)(<from uri=[^>]*/>)", "$1" + step);
    }
}
