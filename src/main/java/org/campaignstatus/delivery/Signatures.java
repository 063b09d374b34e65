package org.campaignstatus.delivery;

import java.time.Clock;
import java.util.Map;
import org.campaignstatus.notification.Delivery;
import org.campaignstatus.settings.Secret;
import org.campaignstatus.settings.SigningSecrets;

/** Signs notifications by Standard Webhooks 1.0.0. Thread-safe. */
public final class Signatures {

    private final Clock clock;

    public Signatures(Clock clock) {
        this.clock = clock;
    }

    /** Hands the body to the attempt, and adds its signature if there are secrets to sign with. */
    public void sign(PendingAttempt attempt, byte[] body, Map<String, Object> headers) {
        attempt.json(body);
        Delivery delivery = attempt.delivery();
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
