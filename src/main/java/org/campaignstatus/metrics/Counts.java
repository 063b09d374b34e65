package org.campaignstatus.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.campaignstatus.delivery.DeliveryAttempt;
import org.campaignstatus.delivery.DeliveryListener;
import org.campaignstatus.delivery.OutcomeClass;
import org.campaignstatus.delivery.RouteErrorListener;
import org.campaignstatus.input.RejectionListener;
import org.campaignstatus.input.RejectionReason;
import org.campaignstatus.input.Source;
import org.campaignstatus.lifecycle.EventType;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.LifecycleEventListener;

/**
 * Counts what happens, as it happens. All labels have a fixed set of values, and every series is there from the start, so
 * that the first failure is an increase and not the appearance of a number. Thread-safe.
 */
public final class Counts implements DeliveryListener, LifecycleEventListener, RejectionListener, RouteErrorListener {

    /** The upper ends of the buckets: fine where receivers usually answer, coarse up to the longest time-out. */
    private static final Duration[] BUCKETS = Stream.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 60_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private static final String PERIODIC = "periodic";

    private final MeterRegistry registry;
    private final Map<String, Kind> kinds = new HashMap<>();
    private final Timer delay;
    private final Map<Source, Counter> accepted = new EnumMap<>(Source.class);
    private final Counter duplicates;
    private final Map<Source, Map<RejectionReason, Counter>> rejected = new EnumMap<>(Source.class);

    /** What is counted of one kind of notification. */
    private record Kind(Timer duration, Map<OutcomeClass, Counter> attempted) {}

    public Counts(MeterRegistry registry) {
        this.registry = registry;
        Stream.concat(Arrays.stream(EventType.values()).map(EventType::wireName), Stream.of(PERIODIC))
                .forEach(kind -> kinds.put(kind, kind(kind)));
        delay = timer("campaignstatus.periodic.delay", "From when a periodic message was begun to when it was sent");
        duplicates = counter(
                "campaignstatus.events.duplicate",
                "Lifecycle events that came again, for which no notification was sent");
        for (Source source : Source.values()) {
            accepted.put(
                    source,
                    counter(
                            "campaignstatus.events.accepted",
                            "Lifecycle events that were accepted, by the way in",
                            "source",
                            source.label()));
            rejected.put(source, rejected(source));
        }
    }

    private Kind kind(String kind) {
        Map<OutcomeClass, Counter> attempted = new EnumMap<>(OutcomeClass.class);
        for (OutcomeClass outcome : OutcomeClass.values()) {
            attempted.put(
                    outcome,
                    counter(
                            "campaignstatus.notifications.attempted",
                            "Notifications that were attempted, each once",
                            "kind",
                            kind,
                            "outcome",
                            outcome.label()));
        }
        return new Kind(
                timer(
                        "campaignstatus.notification.duration",
                        "From the beginning of an attempt to its end",
                        "kind",
                        kind),
                attempted);
    }

    private Map<RejectionReason, Counter> rejected(Source source) {
        Map<RejectionReason, Counter> counters = new EnumMap<>(RejectionReason.class);
        for (RejectionReason rejection : RejectionReason.values()) {
            counters.put(
                    rejection,
                    counter(
                            "campaignstatus.input.rejected",
                            "Lifecycle events and statistics that were kept unused, with the reason",
                            "source",
                            source.label(),
                            "reason",
                            rejection.label()));
        }
        return counters;
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder(name).description(help).tags(labels).register(registry);
    }

    private Timer timer(String name, String help, String... labels) {
        return Timer.builder(name)
                .description(help)
                .tags(labels)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    @Override
    public void ended(DeliveryAttempt attempt) {
        Kind kind = kinds.get(attempt.delivery().event().kind());
        kind.attempted().get(attempt.outcome().type()).increment();
        if (attempt.outcome().type() == OutcomeClass.ROUTE_ERROR) {
            // no request was made, so there is nothing to measure
            return;
        }
        kind.duration().record(attempt.duration());
        if (attempt.delivery().periodic()) {
            delay.record(Duration.between(attempt.delivery().event().time(), attempt.begun()));
        }
    }

    @Override
    public void taken(LifecycleEvent event, boolean isNew) {
        (isNew ? accepted.get(event.source()) : duplicates).increment();
    }

    @Override
    public void rejected(Source source, RejectionReason rejection) {
        rejected.get(source).get(rejection).increment();
    }

    /** Makes the series of a route, before its first error. */
    public void addRoute(String route) {
        routeErrors(route);
    }

    @Override
    public void failed(String route) {
        routeErrors(route).increment();
    }

    private Counter routeErrors(String route) {
        return counter(
                "campaignstatus.route.errors", "Errors of steps that no step of the route caught", "route", route);
    }
}
