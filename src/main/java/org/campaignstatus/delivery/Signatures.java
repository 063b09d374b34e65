package org.campaignstatus.delivery;

import java.time.Clock;
import java.util.Map;
import org.campaignstatus.notification.Delivery;
import org.campaignstatus.settings.Secret;
import org.campaignstatus.settings.SigningSecrets;

/** Signs notifications as Standard Webhooks 1.0.0 says, so that a receiver can trust them. Thread-safe. */
public final class Signatures {

    private final Clock clock;

    public Signatures(Clock clock) {
        this.clock = clock;
    }

    /**
     * Takes note of what is sent, and adds its signature, if there are secrets to sign with.
     *
     * @param body what is sent, byte for byte
     */
    public void sign(PendingAttempt sending, byte[] body, Map<String, Object> headers) {
        sending.sends(body);
        Delivery delivery = sending.delivery();
        Secret<SigningSecrets> secrets = delivery.envelope().signing().orElse(null);
        if (secrets == null) {
            return;
        }
        String id = delivery.event().id();
        String seconds = Long.toString(clock.instant().getEpochSecond());
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", seconds);
        headers.put("webhook-signature", secrets.get().sign(id, seconds, body));
    }
}
