package org.campaignstatus.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.hc.core5.pool.PoolStats;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.delivery.DeadLetters;
import org.campaignstatus.input.Source;
import org.campaignstatus.lane.LaneLoad;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.statistics.Statistics;

/** Registers gauges, and the counters of other classes. Their values are read at each scrape. */
public final class Gauges {

    private final MeterRegistry registry;

    public Gauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The states of the campaign groups, and the age of their statistics. */
    public void ofCampaignGroups(
            ReloadableConfiguration configuration, StateView states, Statistics statistics, Clock clock) {
        CampaignGroupSnapshot snapshot = new CampaignGroupSnapshot(configuration, states, statistics, clock);
        gauge(
                "campaignstatus.configured.campaign.groups",
                "Campaign groups in the configuration",
                () -> configuration.get().campaignGroups().size());
        Arrays.stream(Status.values())
                .filter(Status::isActive)
                .forEach(status -> gauge(
                        "campaignstatus.active.campaign.groups",
                        "Campaign groups between loaded and unloaded, by status; of all nodes together",
                        () -> snapshot.get().active(status),
                        "status",
                        status.name().toLowerCase(Locale.ROOT)));
        gauge(
                "campaignstatus.campaign.groups.without.statistics",
                "Active campaign groups without statistics since the start",
                () -> snapshot.get().without());
        seconds(
                "campaignstatus.statistics.oldest.age",
                "Greatest age of the latest statistics of an active campaign group",
                () -> snapshot.get().oldest());
        seconds(
                "campaignstatus.periodic.overdue",
                "For how long the most overdue periodic message has been due",
                () -> snapshot.get().overdue());
    }

    /** @param rejectedEdit why an edit of any file of the settings is not in force; empty if all are */
    public void ofConfiguration(ReloadableConfiguration configuration, Supplier<Optional<String>> rejectedEdit) {
        String name = "campaignstatus.configuration.reloads";
        String help =
                "Edits of application.properties and the configuration file, applied (good) or rejected (refused)";
        counter(name, help, configuration::reloads, "result", "good");
        counter(name, help, configuration::rejections, "result", "refused");
        gauge(
                "campaignstatus.configuration.edit.refused",
                "1 while a file has a rejected edit, which is not in force; else 0",
                () -> rejectedEdit.get().isPresent() ? 1 : 0);
    }

    /**
     * @param applied the number of applied edits of route files
     * @param rejected the number of rejected ones
     * @param isRejected whether a file has an edit that is not in force
     */
    public void ofRoutes(LongSupplier applied, LongSupplier rejected, BooleanSupplier isRejected) {
        String name = "campaignstatus.routes.reloads";
        String help = "Edits of route files, applied (good) or rejected (refused)";
        counter(name, help, applied, "result", "good");
        counter(name, help, rejected, "result", "refused");
        gauge(
                "campaignstatus.routes.edit.refused",
                "1 while a route file has a rejected edit, which is not in force; else 0",
                () -> isRejected.getAsBoolean() ? 1 : 0);
    }

    public void ofLanes(Supplier<LaneLoad> load, LongSupplier skipped, Supplier<PoolStats> pool) {
        counter(
                "campaignstatus.periodic.skipped",
                "Periodic messages that were skipped, because the one before was in flight or waited",
                skipped);
        String groups = "Campaign groups with a notification in flight, or waiting for a connection";
        gauge("campaignstatus.turns", groups, () -> load.get().inFlight(), "state", "under_way");
        gauge("campaignstatus.turns", groups, () -> load.get().waiting(), "state", "waiting");
        gauge(
                "campaignstatus.saturated.receivers",
                "Servers with all connections leased while more notifications wait",
                () -> load.get().saturated());
        gauge(
                "campaignstatus.pending.events",
                "Lifecycle events that wait or are being processed",
                () -> load.get().events());
        gauge(
                "campaignstatus.pending.events.limit",
                "Limit of pending lifecycle events, beyond which their sources wait",
                () -> load.get().mostEvents());
        String connections = "Open connections to all receivers together";
        gauge("campaignstatus.connections", connections, () -> pool.get().getLeased(), "state", "leased");
        gauge("campaignstatus.connections", connections, () -> pool.get().getAvailable(), "state", "idle");
    }

    public void ofFailed(DeadLetters failed) {
        String name = "campaignstatus.failed.notifications";
        String help = "Undelivered notifications, by whether the folder or queue of notification.failed has them";
        counter(name, help, failed::countKept, "result", "kept");
        counter(name, help, failed::countNotKept, "result", "not_kept");
    }

    public void ofBroker(BooleanSupplier away) {
        gauge(
                "campaignstatus.broker.away",
                "1 while a route that consumes messages is not connected to the broker; else 0",
                () -> away.getAsBoolean() ? 1 : 0);
    }

    public void ofDatabase(BooleanSupplier away) {
        gauge(
                "campaignstatus.database.away",
                "1 while the database of the state cannot be used; else 0",
                () -> away.getAsBoolean() ? 1 : 0);
    }

    /** @param problem why input of the source that can be read stays where it is; empty if it does not */
    public void ofStuckInput(Source source, Supplier<Optional<String>> problem) {
        gauge(
                "campaignstatus.input.stuck",
                "1 while input of the source stays where it is, because it cannot be read or archived; else 0",
                () -> problem.get().isPresent() ? 1 : 0,
                "source",
                source.label());
    }

    public void ofBuild(String version) {
        gauge("campaignstatus.build.info", "Always 1; the version of the program", () -> 1, "version", version);
    }

    private void gauge(String name, String help, Supplier<Number> value, String... labels) {
        Gauge.builder(name, value)
                .description(help)
                .tags(labels)
                .strongReference(true)
                .register(registry);
    }

    private void seconds(String name, String help, Supplier<Number> value) {
        Gauge.builder(name, value)
                .description(help)
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
    }

    private void counter(String name, String help, LongSupplier value, String... labels) {
        // the registry holds its object weakly, and the function strongly
        FunctionCounter.builder(name, registry, same -> value.getAsLong())
                .description(help)
                .tags(labels)
                .register(registry);
    }
}
