package org.campaignstatus.delivery;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.campaignstatus.notification.Delivery;
import org.campaignstatus.notification.Notification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins and ends the attempts to deliver notifications: logs them with the vendor's numbers and texts, and notifies
 * listeners of each end. Thread-safe.
 */
public final class DeliveryAttempts {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.notification");

    /** Stack frames of an unexpected exception that are logged. */
    private static final int MAX_FRAMES = 5;

    private final Set<Class<?>> unexpected = ConcurrentHashMap.newKeySet();
    private final Clock clock;
    private final List<DeliveryListener> listeners;

    /** @param listeners called for each attempt, in this order */
    public DeliveryAttempts(Clock clock, DeliveryListener... listeners) {
        this.clock = clock;
        this.listeners = List.of(listeners);
    }

    /** Begins the one attempt to deliver the notification. */
    public PendingAttempt begin(Notification notification) {
        Delivery delivery = notification.delivery();
        if (delivery.periodic()) {
            LOG.trace(
                    "81001 Sending periodic HTTP status notification CampaignGroupState for Campaign Group {} to {}",
                    delivery.campaignGroup(),
                    delivery.receiver());
        } else {
            LOG.trace(
                    "81000 Sending HTTP status notification CampaignGroupState for Campaign Group {} to {}",
                    delivery.campaignGroup(),
                    delivery.receiver());
        }
        return new PendingAttempt(delivery, clock.instant());
    }

    /** Ends an attempt that got an answer. */
    public void answered(PendingAttempt attempt, int status) {
        end(attempt, () -> Outcome.answered(status));
    }

    /**
     * Ends an attempt whose request failed. If the request has not begun, does nothing: the route may still make it, and the
     * attempt fails if the route ends without it.
     */
    public void failed(PendingAttempt attempt, Exception problem) {
        if (attempt.isRequested()) {
            Outcome outcome = attempt.result(problem);
            if (outcome.type() == OutcomeClass.OTHER && unexpected.add(problem.getClass())) {
                logUnexpected(problem);
            }
            end(attempt, () -> outcome);
        }
    }

    /** Without the exception's message, which may hold personal data. */
    private static void logUnexpected(Exception problem) {
        String frames = Arrays.stream(problem.getStackTrace())
                .limit(MAX_FRAMES)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < "));
        LOG.error(
                "An unexpected {}; its kind is not logged again. It comes from {}",
                problem.getClass().getName(),
                frames);
    }

    /** Ends an attempt whose route made the request, and ended without {@link #answered} or {@link #failed}. */
    void end(PendingAttempt attempt) {
        end(attempt, () -> attempt.result(new IllegalStateException("no answer")));
    }

    private void end(PendingAttempt attempt, Supplier<Outcome> outcome) {
        if (attempt.end()) {
            ended(attempt.ended(withProxy(outcome.get(), attempt.delivery())));
        }
    }

    /** Notifies the listeners. */
    void ended(DeliveryAttempt attempt) {
        for (DeliveryListener listener : listeners) {
            try {
                listener.ended(attempt);
            } catch (RuntimeException e) {
                // the listener's failure must not make the attempt a failed one
                LOG.error(
                        "{} failed at the end of an attempt",
                        listener.getClass().getSimpleName(),
                        e);
            }
        }
    }

    private static Outcome withProxy(Outcome outcome, Delivery delivery) {
        return outcome.delivered()
                ? outcome
                : delivery.access()
                        .proxy()
                        .map(proxy -> outcome.by(proxy.server()))
                        .orElse(outcome);
    }
}
