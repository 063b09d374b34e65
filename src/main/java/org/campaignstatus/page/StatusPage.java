package org.campaignstatus.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.database.Database;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.metrics.MetricsRegistry;
import org.campaignstatus.settings.ListeningPort;
import org.campaignstatus.settings.Receiver;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;
import org.campaignstatus.statistics.Statistics;
import org.campaignstatus.util.MonotonicClock;

/** The JSON that the page shows. Thread-safe. */
public final class StatusPage {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final CamelContext context;
    private final MonotonicClock clock;
    private final Instant started;
    private final String version;
    private final ReloadableConfiguration configuration;
    private final boolean shared;
    private final GroupRows groups;
    private final TrafficRows traffic;
    private final AttemptRows attempts;
    private final RejectedInput rejected;
    private final GroupView group;
    private final Troubles troubles;
    private final Export export;

    public StatusPage(
            CamelContext context,
            MonotonicClock clock,
            String version,
            ReloadableConfiguration configuration,
            StateView states,
            Statistics statistics,
            Traffic traffic,
            EventHistory events,
            RejectedInput rejected,
            Database database) {
        this.context = context;
        this.clock = clock;
        this.started = clock.instant();
        this.version = version;
        this.configuration = configuration;
        this.shared = database.canBeShared();
        this.groups = new GroupRows(configuration, states, statistics);
        this.traffic = new TrafficRows(traffic);
        this.attempts = new AttemptRows(traffic.attempts());
        this.rejected = rejected;
        this.group = new GroupView(configuration, statistics, groups, attempts, events);
        this.troubles = new Troubles(states, statistics, groups.list(), traffic, clock.wallClock());
        this.export = new Export(
                groups,
                statistics,
                attempts,
                traffic,
                rejected,
                () -> context.getRegistry().lookupByNameAndType(MetricsRegistry.NAME, MeterRegistry.class));
    }

    /** Notes what is wrong, so that a page that is opened later can say since when. To be called every few seconds. */
    void watch() {
        troubles.ofHealth(checks());
    }

    /** @return a JSON object in UTF-8 */
    byte[] answer(PageQuery query) {
        ObjectNode answer = head();
        addSending(answer.putObject("sending"));
        groups.add(answer, query, clock.millis());
        traffic.add(answer, query);
        rejected.add(answer.putArray("rejected"));
        attempts.add(answer, query);
        return bytes(answer);
    }

    /** @return a JSON object in UTF-8; null if there is no such campaign group */
    byte[] group(int dbid) {
        ObjectNode answer = head();
        return group.add(answer, dbid, clock.millis()) ? bytes(answer) : null;
    }

    /** @return a JSON object in UTF-8; null if that attempt is no longer kept */
    byte[] attempt(long number) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        return attempts.addWhole(answer, number) ? bytes(answer) : null;
    }

    /** @return a JSON object in UTF-8; null if there is no such folder */
    byte[] rejected(String place) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        return rejected.addFiles(answer, place) ? bytes(answer) : null;
    }

    Table table(String name, PageQuery query) {
        return export.table(name, query);
    }

    static byte[] bytes(JsonNode answer) {
        try {
            return MAPPER.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return what each view shows */
    private ObjectNode head() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("now", clock.wallClock().instant().toString());
        answer.put("started", clock.toWallClock(started).toString());
        answer.put("version", version);
        answer.put("shared", shared);
        List<Troubles.Check> checks = checks();
        addHealth(answer.putArray("health"), checks);
        ArrayNode list = answer.putArray("troubles");
        troubles.now(checks)
                .forEach(trouble -> list.addObject()
                        .put("kind", trouble.kind())
                        .put("text", trouble.text())
                        .put(
                                "since",
                                trouble.since().truncatedTo(ChronoUnit.MILLIS).toString())
                        .put("link", trouble.link()));
        return answer;
    }

    private void addSending(ObjectNode sending) {
        Settings settings = configuration.get().settings();
        sending.put("on", settings.get(SettingKeys.SEND_STATES));
        sending.put(
                "receiver",
                settings.get(SettingKeys.STATES_URI).map(Receiver::shown).orElse(null));
        sending.put("inbox", settings.get(SettingKeys.LIFECYCLE_DIRECTORY).toString());
        sending.put("files", settings.get(SettingKeys.LIFECYCLE_FILE));
        sending.put(
                "queue", settings.get(SettingKeys.LIFECYCLE_JMS) ? settings.get(SettingKeys.LIFECYCLE_QUEUE) : null);
        sending.put(
                "http",
                settings.get(SettingKeys.INGEST_HTTP)
                        ? ListeningPort.ofIngest(settings).toString()
                        : null);
        sending.put("database", settings.get(SettingKeys.DIALER_SQL));
        sending.put("jms", settings.get(SettingKeys.LIFECYCLE_JMS) || settings.get(SettingKeys.STATISTICS_JMS));
    }

    private List<Troubles.Check> checks() {
        return HealthCheckHelper.invoke(context).stream()
                .map(result -> new Troubles.Check(
                        result.getCheck().getId(),
                        result.getState() != HealthCheck.State.DOWN,
                        result.getMessage().orElse("")))
                .sorted(Comparator.comparing(Troubles.Check::name))
                .toList();
    }

    private static void addHealth(ArrayNode rows, List<Troubles.Check> checks) {
        checks.forEach(check -> rows.addObject()
                .put("name", check.name())
                .put("works", check.works())
                .put("problem", check.problem()));
    }
}
