package org.campaignstatus.bench;

import java.io.IOException;
import java.time.Duration;

/** Measures one run of a subject, from the first notification to the last. */
final class Meter {

    private final Receiver receiver;
    private final Child subject;
    private final Duration before;

    private Meter(Receiver receiver, Child subject) {
        this.receiver = receiver;
        this.subject = subject;
        this.before = subject.cpu();
    }

    /** Forgets what was before. To be called right before the work begins. */
    static Meter start(Receiver receiver, Child subject) {
        receiver.clear();
        return running(receiver, subject);
    }

    /** For work that has begun already. */
    static Meter running(Receiver receiver, Child subject) {
        return new Meter(receiver, subject);
    }

    /** Waits for the end of the work and measures all of it. */
    Arrivals stop(int count, Series series) throws IOException, InterruptedException {
        return stop(count, 0, series);
    }

    /**
     * Waits for the end of the work and measures it without its first share, in which the subject was still warming
     * up.
     */
    Arrivals stop(int count, double share, Series series) throws IOException, InterruptedException {
        receiver.await((int) (count * share));
        int skipped = share == 0 ? 0 : receiver.count();
        Duration from = share == 0 ? before : subject.cpu();
        receiver.await(count);
        Duration spent = subject.cpu().minus(from);
        Arrivals arrivals = receiver.arrivals();
        series.add(arrivals.rate(share));
        series.addCpu(spent.toNanos() / 1e3 / Math.max(1, count - skipped));
        System.out.println("   . " + series.last());
        return arrivals;
    }
}
