package org.campaignstatus.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
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
    private final RouteErrorListener listener;

    /** @param notifications the notification of a report, as the shipped routes make it; empty if none is wanted */
    public RouteErrors(
            DeliveryAttempts attempts,
            Function<StatusReport, Optional<Notification>> notifications,
            RouteErrorLog log,
            RouteErrorListener listener) {
        this.attempts = attempts;
        this.notifications = notifications;
        this.log = log;
        this.listener = listener;
    }

    /** Reports an error that no step of a route has caught, and that no notification comes with. */
    public void report(RouteError error) {
        report(error, Optional.empty());
    }

    /** Reports an error that no step of a route has caught: now, or with the outcome of the notification. */
    public void report(RouteError error, PendingNotification pending) {
        if (!pending.defer(error)) {
            report(error);
        }
    }

    /** Gives the notification its outcome, if it is time for that and it has none. */
    public void settle(PendingNotification pending) {
        pending.settle().ifPresent(result -> {
            if (result.requested()) {
                pending.sending().ifPresent(attempts::end);
                result.error().ifPresent(this::report);
            } else {
                RouteError error = result.error().orElseThrow();
                Optional<DeliveryAttempt> failed = failed(pending, error);
                failed.ifPresent(attempts::failed);
                report(error, failed.map(attempt -> attempt.delivery().campaignGroup()));
            }
        });
    }

    private void report(RouteError error, Optional<String> unsent) {
        listener.failed(error.route());
        log.add(error, unsent);
    }

    private Optional<DeliveryAttempt> failed(PendingNotification pending, RouteError error) {
        Optional<Notification> built = pending.report().flatMap(notifications);
        Optional<Delivery> delivery =
                pending.sending().map(PendingAttempt::delivery).or(() -> built.map(Notification::delivery));
        Outcome outcome = new Outcome(OutcomeClass.ROUTE_ERROR, error.words());
        return delivery.map(to -> pending.failed(to, json(pending, error, built), outcome));
    }

    /** What the route had made of it by then; else what it would have been. */
    private static byte[] json(PendingNotification pending, RouteError error, Optional<Notification> built) {
        if (pending.sending().isPresent()) {
            if (error.body() instanceof byte[] bytes) {
                return bytes;
            }
            if (error.body() instanceof String text) {
                return text.getBytes(StandardCharsets.UTF_8);
            }
        }
        Optional<Notification> whole =
                error.body() instanceof Notification notification ? Optional.of(notification) : built;
        return pending.sending()
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
