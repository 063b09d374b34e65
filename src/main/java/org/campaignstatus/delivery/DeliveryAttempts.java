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
 * Keeps the log of the attempts to deliver notifications, with the vendor's numbers and texts, and tells of their ends.
 * Thread-safe.
 */
public final class DeliveryAttempts {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.notification");

    private static final int FRAMES = 5;

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
    public void answered(PendingAttempt sending, int status) {
        end(sending, () -> Outcome.answered(status));
    }

    /**
     * Ends an attempt whose request failed. Before its request nothing is decided here: the attempt fails when its route has
     * ended without one.
     */
    public void failed(PendingAttempt sending, Exception problem) {
        if (sending.isRequested()) {
            Outcome outcome = sending.result(problem);
            if (outcome.type() == OutcomeClass.OTHER && unexpected.add(problem.getClass())) {
                logUnexpected(problem);
            }
            end(sending, () -> outcome);
        }
    }

    /** Without its message, which may hold what does not belong in a log. */
    private static void logUnexpected(Exception problem) {
        String frames = Arrays.stream(problem.getStackTrace())
                .limit(FRAMES)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < "));
        LOG.error(
                "An unexpected {}; its kind is not logged again. It comes from {}",
                problem.getClass().getName(),
                frames);
    }

    /** Ends an attempt whose route has ended with its request and without saying how that ended. */
    void end(PendingAttempt sending) {
        end(sending, () -> sending.result(new IllegalStateException("no answer")));
    }

    /** Takes note of a notification that failed before its request. */
    void failed(DeliveryAttempt attempt) {
        tell(attempt);
    }

    private void end(PendingAttempt sending, Supplier<Outcome> outcome) {
        if (sending.end()) {
            tell(sending.ended(shown(outcome.get(), sending.delivery())));
        }
    }

    private void tell(DeliveryAttempt attempt) {
        for (DeliveryListener listener : listeners) {
            try {
                listener.ended(attempt);
            } catch (RuntimeException e) {
                // an attempt that was made must not become one that failed
                LOG.error("{} took no note of an attempt", listener.getClass().getSimpleName(), e);
            }
        }
    }

    private static Outcome shown(Outcome outcome, Delivery delivery) {
        return outcome.delivered()
                ? outcome
                : delivery.access()
                        .proxy()
                        .map(proxy -> outcome.by(proxy.server()))
                        .orElse(outcome);
    }
}
