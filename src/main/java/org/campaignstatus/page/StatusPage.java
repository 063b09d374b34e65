package org.campaignstatus.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.database.Database;
import org.campaignstatus.lifecycle.StateView;
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

    public StatusPage(
            CamelContext context,
            MonotonicClock clock,
            String version,
            ReloadableConfiguration configuration,
            StateView states,
            Statistics statistics,
            Traffic traffic,
            Database database) {
        this.context = context;
        this.clock = clock;
        this.started = clock.instant();
        this.version = version;
        this.configuration = configuration;
        this.shared = database.canBeShared();
        this.groups = new GroupRows(configuration, states, statistics);
        this.traffic = new TrafficRows(traffic);
    }

    /** @return a JSON object in UTF-8 */
    byte[] answer(PageQuery query) {
        Instant now = clock.wallClock().instant();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("now", now.toString());
        answer.put("started", clock.toWallClock(started).toString());
        answer.put("version", version);
        answer.put("shared", shared);
        addSending(answer.putObject("sending"));
        addHealth(answer.putArray("health"));
        groups.add(answer, query, clock.millis());
        traffic.add(answer, query, now);
        try {
            return MAPPER.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
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
                        ? settings.get(SettingKeys.INGEST_HOST) + ":" + settings.get(SettingKeys.INGEST_PORT)
                        : null);
        sending.put("database", settings.get(SettingKeys.DIALER_SQL));
        sending.put("jms", settings.get(SettingKeys.LIFECYCLE_JMS) || settings.get(SettingKeys.STATISTICS_JMS));
    }

    private void addHealth(ArrayNode checks) {
        HealthCheckHelper.invokeReadiness(context).stream()
                .sorted(Comparator.comparing(result -> result.getCheck().getId()))
                .forEach(result -> checks.addObject()
                        .put("name", result.getCheck().getId())
                        .put("works", result.getState() != HealthCheck.State.DOWN)
                        .put("problem", result.getMessage().orElse("")));
    }
}
