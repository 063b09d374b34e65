package org.campaignstatus.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.campaignstatus.notification.Delivery;

/** An attempt that has not ended yet. Belongs to one message, which at any time belongs to one thread. */
public final class PendingAttempt {

    private final Delivery delivery;
    private final Instant begun;
    private final long nanos = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile byte[] json = {};
    private volatile Map<String, String> siteHeaders = Map.of();
    private volatile boolean requested;
    private volatile Outcome result;
    private volatile Exception problem;

    /** @param begun the current time */
    public PendingAttempt(Delivery delivery, Instant begun) {
        this.delivery = delivery;
        this.begun = begun;
    }

    public Delivery delivery() {
        return delivery;
    }

    /** @param body the bytes to send, which nobody may change any more */
    void json(byte[] body) {
        json = body;
    }

    byte[] json() {
        return json;
    }

    /** @param headers that steps of the site have set, without credentials; nobody may change them any more */
    public void siteHeaders(Map<String, String> headers) {
        siteHeaders = headers;
    }

    /** Records that the request begins. */
    public void requested() {
        requested = true;
    }

    /** Records the status code of the whole answer, whatever the route makes of it. */
    public void answered(int status) {
        result = Outcome.answered(status);
    }

    /** Records why the request failed. */
    public void failed(Exception why) {
        problem = why;
    }

    /** @return whether the exception, or a cause of it, is the failure of the request */
    boolean isFailedBy(Throwable exception) {
        return problem != null && ExceptionUtils.getThrowableList(exception).contains(problem);
    }

    /** @return whether the request has begun: from then on a failure may be the receiver's */
    boolean isRequested() {
        return requested;
    }

    boolean isAnswered() {
        return result != null;
    }

    /** @return the outcome of the request; an answer takes precedence over an exception */
    Outcome result(Exception why) {
        return result != null ? result : Outcome.failed(problem != null ? problem : why);
    }

    /** @return whether this is the first call */
    boolean end() {
        return ended.compareAndSet(false, true);
    }

    DeliveryAttempt ended(Outcome outcome) {
        return new DeliveryAttempt(
                delivery, json, siteHeaders, outcome, begun, Duration.ofNanos(System.nanoTime() - nanos));
    }
}
