package org.campaignstatus.notification;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the log of the attempts to deliver notifications, with the vendor's numbers and texts. Thread-safe. */
public final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.notification");

    private final FailureLog failures;

    public Attempts(FailureLog failures) {
        this.failures = failures;
    }

    /** Begins the one attempt to deliver the notification. */
    public Delivery begin(Notification notification) {
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
        return delivery;
    }

    /** Ends an attempt that got an answer. */
    public void answered(Delivery delivery, int status) {
        end(delivery, Outcome.answered(status));
    }

    /** Ends an attempt that got no answer. */
    public void failed(Delivery delivery, Exception problem) {
        end(delivery, Outcome.failed(problem));
    }

    private void end(Delivery delivery, Outcome outcome) {
        if (!outcome.delivered()) {
            failures.add(
                    delivery,
                    delivery.access()
                            .proxy()
                            .map(proxy -> outcome.by(proxy.server()))
                            .orElse(outcome)
                            .words());
        }
    }
}
