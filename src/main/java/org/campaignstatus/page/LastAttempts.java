package org.campaignstatus.page;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.campaignstatus.delivery.DeliveryAttempt;

/**
 * The last attempts: of all campaign groups together, of each one, the last failures, and those of each receiver. Memory is
 * bounded. Thread-safe.
 */
final class LastAttempts {

    static final int MAX_ATTEMPTS = 200;

    /** Attempts a second that are kept for their campaign group. More would outlive the young generation, which costs more than a POST. */
    static final int MAX_A_SECOND = 500;

    /** Longer JSON is not shown. */
    static final int MAX_JSON_BYTES = 32 * 1024;

    private final AtomicLong newest = new AtomicLong();
    private final AtomicLong newestFailed = new AtomicLong();
    private final AtomicLong second = new AtomicLong();
    private final AtomicInteger inSecond = new AtomicInteger();
    private final AttemptRing all = new AttemptRing(MAX_ATTEMPTS);
    private final AttemptRing failed = new AttemptRing(MAX_ATTEMPTS);
    private final AttemptsOfEach ofEach;

    LastAttempts() {
        this(new AttemptsOfEach());
    }

    LastAttempts(AttemptsOfEach ofEach) {
        this.ofEach = ofEach;
    }

    /**
     * Equal to any other with its number.
     *
     * @param number of the attempt, from 1
     * @param attempt its JSON is null if it was too long, or is no longer kept
     * @param length of the JSON in bytes
     */
    record Numbered(long number, DeliveryAttempt attempt, int length) {

        private static Numbered of(long number, DeliveryAttempt attempt) {
            Numbered numbered = new Numbered(number, attempt, attempt.json().length);
            return numbered.length <= MAX_JSON_BYTES ? numbered : numbered.withoutJson();
        }

        Numbered withoutJson() {
            return new Numbered(
                    number,
                    new DeliveryAttempt(
                            attempt.delivery(), null, attempt.outcome(), attempt.begun(), attempt.duration()),
                    length);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Numbered numbered && numbered.number == number;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }

    /** @param now milliseconds by a monotonic clock */
    void add(DeliveryAttempt attempt, long now) {
        Numbered added = Numbered.of(newest.incrementAndGet(), attempt);
        all.add(added);
        if (!attempt.outcome().delivered()) {
            newestFailed.accumulateAndGet(added.number, Math::max);
            failed.add(added);
            ofEach.addFailure(added);
        }
        if (hasRoomIn(now / 1000)) {
            ofEach.add(added);
        }
    }

    /** A few more may pass when a second begins. */
    private boolean hasRoomIn(long now) {
        if (second.get() != now) {
            second.set(now);
            inSecond.set(0);
        }
        return inSecond.get() < MAX_A_SECOND && inSecond.incrementAndGet() <= MAX_A_SECOND;
    }

    /** @return the number of the last attempt, or of the last failed one; 0 if there was none */
    long newest(boolean onlyFailed) {
        return (onlyFailed ? newestFailed : newest).get();
    }

    /** @return the kept attempt of that number; null if there is none */
    Numbered numbered(long number) {
        return Stream.of(all.stream(), failed.stream(), ofEach.of(number).stream())
                .flatMap(same -> same)
                .filter(attempt -> attempt.number == number)
                .findFirst()
                .orElse(null);
    }

    /** @return up to {@code max} of the last attempts that the filter selects, with smaller numbers, the newest first */
    List<Numbered> before(long number, int max, AttemptFilter filter) {
        return selected(filter)
                .filter(attempt -> attempt.number < number)
                .filter(attempt -> filter.matches(attempt.attempt))
                .sorted(Comparator.comparingLong(Numbered::number).reversed())
                .distinct()
                .limit(max)
                .toList();
    }

    private Stream<Numbered> selected(AttemptFilter filter) {
        if (filter.isEmpty()) {
            return all.stream();
        }
        if (filter.isOnlyFailed()) {
            return failed.stream();
        }
        return filter.isOfDbid()
                ? Stream.concat(all.stream(), ofEach.ofGroup(Integer.parseInt(filter.group())).stream())
                : Stream.of(all.stream(), failed.stream(), ofEach.all().stream())
                        .flatMap(same -> same);
    }
}
