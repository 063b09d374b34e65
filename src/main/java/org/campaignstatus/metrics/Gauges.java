package org.campaignstatus.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.delivery.DeadLetters;
import org.campaignstatus.http.PoolUse;
import org.campaignstatus.lane.LaneLoad;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.statistics.Statistics;

/** Registers what is looked up when somebody asks: how things stand, and what others have counted. */
public final class Gauges {

    private final MeterRegistry registry;

    public Gauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The states of the campaign groups, and the age of their statistics. */
    public void ofCampaignGroups(
            ReloadableConfiguration configuration, StateView states, Statistics statistics, Clock clock) {
        CampaignGroupSnapshot census = new CampaignGroupSnapshot(configuration, states, statistics, clock);
        gauge(
                "campaignstatus.configured.campaign.groups",
                "Campaign groups in the configuration",
                () -> configuration.get().campaignGroups().size());
        Arrays.stream(Status.values())
                .filter(Status::isActive)
                .forEach(status -> gauge(
                        "campaignstatus.active.campaign.groups",
                        "Campaign groups between loaded and unloaded, by status; of all nodes together",
                        () -> census.get().active(status),
                        "status",
                        status.name().toLowerCase(Locale.ROOT)));
        gauge(
                "campaignstatus.campaign.groups.without.statistics",
                "Active campaign groups without statistics since the start",
                () -> census.get().without());
        seconds(
                "campaignstatus.statistics.oldest.age",
                "Age of the newest statistics of that active campaign group whose are oldest",
                () -> census.get().oldest());
        seconds(
                "campaignstatus.periodic.overdue",
                "For how long the periodic message that is most overdue has been due without having been begun",
                () -> census.get().overdue());
    }

    /** What stands in the files, and what became of edits. */
    public void ofConfiguration(ReloadableConfiguration configuration) {
        String name = "campaignstatus.configuration.reloads";
        String help = "Edits of application.properties and the configuration file, by whether they were good";
        counter(name, help, configuration, ReloadableConfiguration::reloads, "result", "good");
        counter(name, help, configuration, ReloadableConfiguration::rejections, "result", "refused");
        gauge(
                "campaignstatus.configuration.edit.refused",
                "1 while an edit that stands in a file is not in force, because it is wrong; else 0",
                () -> configuration.rejection().isPresent() ? 1 : 0);
    }

    /**
     * What became of edits of the route files.
     *
     * @param applied how many were applied
     * @param rejected how many were rejected
     * @param isRejected whether one that stands in a file is not in force
     */
    public void ofRoutes(LongSupplier applied, LongSupplier rejected, BooleanSupplier isRejected) {
        String name = "campaignstatus.routes.reloads";
        String help = "Edits of route files, by whether they were good";
        counter(name, help, applied, LongSupplier::getAsLong, "result", "good");
        counter(name, help, rejected, LongSupplier::getAsLong, "result", "refused");
        gauge(
                "campaignstatus.routes.edit.refused",
                "1 while an edit that stands in a route file does not run, because it is wrong; else 0",
                () -> isRejected.getAsBoolean() ? 1 : 0);
    }

    /** What waits, and for what. */
    public void ofLanes(Supplier<LaneLoad> load, Supplier<Long> skipped, Supplier<PoolUse> pool) {
        counter(
                "campaignstatus.periodic.skipped",
                "Periodic messages that were left out, because the last one was still under way",
                skipped,
                Supplier::get);
        String turns = "Campaign groups that have something to send, by whether they have a connection for it";
        gauge("campaignstatus.turns", turns, () -> load.get().inFlight(), "state", "under_way");
        gauge("campaignstatus.turns", turns, () -> load.get().waiting(), "state", "waiting");
        gauge(
                "campaignstatus.saturated.receivers",
                "Web and application servers of which every connection is taken while more is to be sent",
                () -> load.get().saturated());
        gauge(
                "campaignstatus.pending.events",
                "Lifecycle events that wait or are under way",
                () -> load.get().events());
        gauge(
                "campaignstatus.pending.events.limit",
                "Lifecycle events that may wait or be under way before their sources wait",
                () -> load.get().mostEvents());
        String connections = "Open connections to all receivers together";
        gauge("campaignstatus.connections", connections, () -> pool.get().leased(), "state", "leased");
        gauge("campaignstatus.connections", connections, () -> pool.get().idle(), "state", "idle");
    }

    /** What became of what was lost. */
    public void ofFailed(DeadLetters failed) {
        String name = "campaignstatus.failed.notifications";
        String help = "Failed notifications to be kept where notification.failed says, by whether they were";
        counter(name, help, failed, DeadLetters::countKept, "result", "kept");
        counter(name, help, failed, DeadLetters::countLost, "result", "not_kept");
    }

    /** Whether messages are taken. */
    public void ofBroker(BooleanSupplier away) {
        gauge(
                "campaignstatus.broker.away",
                "1 while a route that takes messages is not connected to the broker; else 0",
                () -> away.getAsBoolean() ? 1 : 0);
    }

    /** Which program it is. */
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

    private <T> void counter(String name, String help, T counted, ToDoubleFunction<T> value, String... labels) {
        // the registry holds what it is given here weakly, and the function for good
        FunctionCounter.builder(name, registry, same -> value.applyAsDouble(counted))
                .description(help)
                .tags(labels)
                .register(registry);
    }
}
