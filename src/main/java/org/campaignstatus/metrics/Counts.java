package org.campaignstatus.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.campaignstatus.delivery.DeliveryAttempt;
import org.campaignstatus.delivery.DeliveryListener;
import org.campaignstatus.delivery.OutcomeClass;
import org.campaignstatus.input.RejectionReason;
import org.campaignstatus.input.Source;
import org.campaignstatus.lifecycle.EventType;
import org.campaignstatus.lifecycle.LifecycleEvent;

/**
 * Counts events, notifications and errors. All labels have a fixed set of values, and every series exists from the start, so
 * that the first failure is an increase and not a new series. Thread-safe.
 */
public final class Counts implements DeliveryListener {

    /** The upper ends of the buckets: fine where receivers usually answer, coarse up to the longest time-out. */
    private static final Duration[] BUCKETS = Stream.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 60_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private static final String PERIODIC = "periodic";

    private final MeterRegistry registry;
    private final Map<String, Kind> kinds = new HashMap<>();
    private final Timer delay;
    private final Map<Source, Counter> accepted;
    private final Counter duplicates;
    private final Map<Source, Map<RejectionReason, Counter>> rejected;

    /** The meters of one kind of notification. */
    private record Kind(Timer duration, Map<OutcomeClass, Counter> attempted) {}

    public Counts(MeterRegistry registry) {
        this.registry = registry;
        Stream.concat(Arrays.stream(EventType.values()).map(EventType::wireName), Stream.of(PERIODIC))
                .forEach(kind -> kinds.put(kind, kind(kind)));
        delay = timer("campaignstatus.periodic.delay", "From when a periodic message was begun to when it was sent");
        duplicates = counter(
                "campaignstatus.events.duplicate",
                "Lifecycle events that came again, for which no notification was sent");
        accepted = each(
                Source.class,
                source -> counter(
                        "campaignstatus.events.accepted",
                        "Lifecycle events that were accepted, by the way in",
                        "source",
                        source.label()));
        rejected = each(
                Source.class,
                source -> each(
                        RejectionReason.class,
                        reason -> counter(
                                "campaignstatus.input.rejected",
                                "Rejected lifecycle events and statistics, by reason",
                                "source",
                                source.label(),
                                "reason",
                                reason.label())));
    }

    private Kind kind(String kind) {
        return new Kind(
                timer(
                        "campaignstatus.notification.duration",
                        "From the beginning of an attempt to its end",
                        "kind",
                        kind),
                each(
                        OutcomeClass.class,
                        outcome -> counter(
                                "campaignstatus.notifications.attempted",
                                "Notifications that were attempted, each once",
                                "kind",
                                kind,
                                "outcome",
                                outcome.label())));
    }

    private static <K extends Enum<K>, V> Map<K, V> each(Class<K> type, Function<K, V> value) {
        Map<K, V> map = new EnumMap<>(type);
        for (K key : type.getEnumConstants()) {
            map.put(key, value.apply(key));
        }
        return map;
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
            // no request was made
            return;
        }
        kind.duration().record(attempt.duration());
        if (attempt.delivery().periodic()) {
            delay.record(Duration.between(attempt.delivery().event().time(), attempt.begun()));
        }
    }

    public void taken(LifecycleEvent event, boolean isNew) {
        (isNew ? accepted.get(event.source()) : duplicates).increment();
    }

    public void rejected(Source source, RejectionReason rejection) {
        rejected.get(source).get(rejection).increment();
    }

    /** Registers the series of a route, before its first error. */
    public void addRoute(String route) {
        routeErrors(route);
    }

    /** Counts an error of a step of the route. */
    public void routeFailed(String route) {
        routeErrors(route).increment();
    }

    private Counter routeErrors(String route) {
        return counter(
                "campaignstatus.route.errors", "Errors of steps that no step of the route caught", "route", route);
    }
}
