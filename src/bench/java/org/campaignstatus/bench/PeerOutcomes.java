package org.campaignstatus.bench;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.campaignstatus.delivery.Outcome;
import org.campaignstatus.metrics.MetricsRegistry;
import org.springframework.integration.handler.advice.AbstractRequestHandlerAdvice;
import org.springframework.messaging.Message;
import org.springframework.web.client.RestClientResponseException;

/**
 * Counts the requests of the peer by kind and outcome, and their time by kind, in a registry and with
 * buckets like the program's. A failure ends the message, as it does in the program.
 */
final class PeerOutcomes extends AbstractRequestHandlerAdvice {

    private static final Duration[] BUCKETS = Stream.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 60_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private static final int DELIVERED = 200;

    private final MeterRegistry registry = MetricsRegistry.create();
    private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

    private record Kind(Timer duration, Map<String, Counter> outcomes) {}

    @Override
    protected Object doInvoke(ExecutionCallback callback, Object target, Message<?> message) {
        long begin = System.nanoTime();
        Outcome outcome = outcome(callback);
        String type = String.valueOf(message.getHeaders().get("ce-type"));
        Kind kind = kinds.computeIfAbsent(type, this::kind);
        kind.duration().record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        kind.outcomes()
                .computeIfAbsent(outcome.type().label(), label -> counter(type, label))
                .increment();
        return null;
    }

    private Outcome outcome(ExecutionCallback callback) {
        try {
            callback.execute();
            return Outcome.answered(DELIVERED);
        } catch (RuntimeException e) {
            RestClientResponseException answer = ExceptionUtils.throwableOfType(e, RestClientResponseException.class);
            IOException failure = ExceptionUtils.throwableOfType(e, IOException.class);
            return answer != null
                    ? Outcome.answered(answer.getStatusCode().value())
                    : Outcome.failed(failure == null ? e : failure);
        }
    }

    private Kind kind(String type) {
        Timer duration = Timer.builder("notification.duration")
                .tag("kind", type)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        return new Kind(duration, new ConcurrentHashMap<>());
    }

    private Counter counter(String type, String outcome) {
        return Counter.builder("notifications.attempted")
                .tag("kind", type)
                .tag("outcome", outcome)
                .register(registry);
    }
}
