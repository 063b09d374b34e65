package org.campaignstatus.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.notification.Delivery;
import org.campaignstatus.notification.Notification;

/**
 * Reports the errors of routes, and makes a failed notification of each one that was not sent because of an error: every
 * notification gets one outcome, whatever a site has written into its routes. Thread-safe.
 */
public final class RouteErrors {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final DeliveryAttempts attempts;
    private final Function<StatusReport, Optional<Notification>> notifications;
    private final RouteErrorLog log;
    private final Consumer<String> counter;

    /**
     * @param notifications builds the notification of a report as the shipped routes do; empty if none is to be sent
     * @param counter receives the route id of each reported error
     */
    public RouteErrors(
            DeliveryAttempts attempts,
            Function<StatusReport, Optional<Notification>> notifications,
            RouteErrorLog log,
            Consumer<String> counter) {
        this.attempts = attempts;
        this.notifications = notifications;
        this.log = log;
        this.counter = counter;
    }

    /** Reports an error that no step of a route has caught, of an exchange without a notification. */
    public void report(RouteError error) {
        report(error, Optional.empty());
    }

    /** Reports an error that no step of a route has caught: now, or with the outcome of the notification. */
    public void report(RouteError error, PendingNotification pending) {
        if (!pending.defer(error)) {
            report(error);
        }
    }

    /** Ends the notification with an outcome, unless its request may still follow, or it has an outcome. */
    public void complete(PendingNotification pending) {
        pending.complete().ifPresent(result -> {
            if (result.requested()) {
                pending.attempt().ifPresent(attempts::end);
                result.error().ifPresent(this::report);
            } else {
                RouteError error = result.error().orElseThrow();
                Optional<DeliveryAttempt> failed = failed(pending, error);
                failed.ifPresent(attempts::ended);
                report(error, failed.map(attempt -> attempt.delivery().campaignGroup()));
            }
        });
    }

    private void report(RouteError error, Optional<String> unsent) {
        counter.accept(error.route());
        log.add(error, unsent);
    }

    private Optional<DeliveryAttempt> failed(PendingNotification pending, RouteError error) {
        Optional<Notification> built = pending.report().flatMap(notifications);
        Optional<Delivery> delivery =
                pending.attempt().map(PendingAttempt::delivery).or(() -> built.map(Notification::delivery));
        Outcome outcome = new Outcome(OutcomeClass.ROUTE_ERROR, error.words());
        return delivery.map(to -> pending.failed(to, json(pending, error, built), outcome));
    }

    /** The body at the failed step if the route had marshalled it; else the JSON that the shipped routes would send. */
    private static byte[] json(PendingNotification pending, RouteError error, Optional<Notification> built) {
        if (pending.attempt().isPresent()) {
            if (error.body() instanceof byte[] bytes) {
                return bytes;
            }
            if (error.body() instanceof String text) {
                return text.getBytes(StandardCharsets.UTF_8);
            }
        }
        Optional<Notification> whole =
                error.body() instanceof Notification notification ? Optional.of(notification) : built;
        return pending.attempt()
                .map(PendingAttempt::json)
                .filter(sent -> sent.length > 0)
                .or(() -> whole.map(RouteErrors::json))
                .orElse(new byte[0]);
    }

    private static byte[] json(Notification notification) {
        try {
            return MAPPER.writeValueAsBytes(notification);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
