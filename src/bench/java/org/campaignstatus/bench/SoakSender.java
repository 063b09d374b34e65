package org.campaignstatus.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLongArray;

/** Sends events at a rate, in a thread of its own, until it is told to stop. */
final class SoakSender {

    private static final long A_SECOND = 1_000_000_000;

    private final int groups;
    private final int rate;
    private final AtomicLongArray sent;
    private final CompletableFuture<Void> sending;
    private volatile int count;
    private volatile boolean stopped;

    /** @param seconds the longest that it is to send */
    SoakSender(Broker broker, String queue, int groups, int rate, int seconds) {
        this.groups = groups;
        this.rate = rate;
        this.sent = new AtomicLongArray(rate * seconds);
        this.sending = CompletableFuture.runAsync(() -> send(broker, queue));
    }

    private void send(Broker broker, String queue) {
        try {
            broker.send(queue, groups, Job.FIRST, sent.length(), A_SECOND / rate, (index, nanos) -> {
                sent.set(index, nanos);
                count = index + 1;
                return !stopped;
            });
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    /** Waits until the receivers got all but the last second of what was sent. */
    void awaitCaughtUp(Receiver receiver) throws InterruptedException {
        receiver.await(rate);
        while (receiver.count() < count - rate) {
            Thread.sleep(100);
        }
    }

    void stop() {
        stopped = true;
        sending.join();
    }

    /** @return when the event of that notification was sent, by {@code nanoTime} */
    long sentAt(Arrivals.One one) {
        return sent.get((one.number() - Job.FIRST) * groups + one.group() - 1);
    }

    /** @return how many events of a campaign group were sent */
    int count(int group) {
        return count / groups + (group <= count % groups ? 1 : 0);
    }
}
