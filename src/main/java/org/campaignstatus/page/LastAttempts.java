package org.campaignstatus.page;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.campaignstatus.delivery.DeliveryAttempt;

/**
 * The last attempts: of all campaign groups together, of each one, the last failures, and those of each receiver. Memory is
 * bounded: beyond a number of attempts the oldest is dropped, and beyond a number of bytes the oldest JSON. Thread-safe.
 */
final class LastAttempts {

    static final int MAX_ATTEMPTS = 200;
    static final int MAX_OF_ONE = 20;

    /** Attempts a second that are kept for their campaign group. More would outlive the young generation, which costs more than a POST. */
    static final int MAX_A_SECOND = 500;

    /** Longer JSON is not shown. */
    static final int MAX_JSON_BYTES = 32 * 1024;

    /** An attempt takes about 500 bytes without its JSON. */
    private static final int MAX_IN_ALL =
            (int) Math.min(100_000, Runtime.getRuntime().maxMemory() / 25_000);

    private static final long MAX_BYTES =
            Math.min(32L * 1024 * 1024, Runtime.getRuntime().maxMemory() / 64);

    private final ConcurrentNavigableMap<Long, Kept> kept = new ConcurrentSkipListMap<>();
    private final LastOfEach<String, Kept> all = new LastOfEach<>(MAX_ATTEMPTS, this::release);
    private final LastOfEach<String, Kept> failed = new LastOfEach<>(MAX_ATTEMPTS, this::release);
    private final LastOfEach<Integer, Kept> byGroup = new LastOfEach<>(MAX_OF_ONE, this::release);
    private final LastOfEach<String, Kept> failedByReceiver = new LastOfEach<>(MAX_OF_ONE, this::release);
    private final AtomicLong newest = new AtomicLong();
    private final AtomicLong newestFailed = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final int maxInAll;
    private final long maxBytes;
    private final LongSupplier seconds;
    private final AtomicLong second = new AtomicLong();
    private final AtomicInteger inSecond = new AtomicInteger();
    private long withJson;

    LastAttempts() {
        this(() -> TimeUnit.NANOSECONDS.toSeconds(System.nanoTime()), MAX_IN_ALL, MAX_BYTES);
    }

    /** @param seconds a monotonic clock in seconds */
    LastAttempts(LongSupplier seconds, int maxInAll, long maxBytes) {
        this.seconds = seconds;
        this.maxInAll = maxInAll;
        this.maxBytes = maxBytes;
    }

    /**
     * @param number of the attempt, from 1
     * @param attempt its JSON is null if it was too long, or is no longer kept
     * @param length of the JSON in bytes
     */
    record Numbered(long number, DeliveryAttempt attempt, int length) {}

    /** An attempt that is in several lists; it is dropped with the last of them. */
    private static final class Kept {

        private final long number;
        private final int length;
        private final AtomicInteger lists;
        private volatile DeliveryAttempt attempt;

        Kept(long number, DeliveryAttempt attempt, int lists) {
            this.number = number;
            this.length = attempt.json().length;
            this.attempt = length <= MAX_JSON_BYTES ? attempt : withoutJson(attempt);
            this.lists = new AtomicInteger(lists);
        }

        private static DeliveryAttempt withoutJson(DeliveryAttempt attempt) {
            return new DeliveryAttempt(
                    attempt.delivery(), null, attempt.outcome(), attempt.begun(), attempt.duration());
        }

        /** @return the bytes that this frees */
        synchronized int dropJson() {
            int freed = size();
            attempt = withoutJson(attempt);
            return freed;
        }

        private int size() {
            return attempt.json() == null ? 0 : length;
        }

        Numbered numbered() {
            return new Numbered(number, attempt, length);
        }
    }

    void add(DeliveryAttempt attempt) {
        long number = newest.incrementAndGet();
        boolean delivered = attempt.outcome().delivered();
        boolean ofGroup = hasRoomInSecond();
        Kept added = new Kept(number, attempt, (delivered ? 1 : 3) + (ofGroup ? 1 : 0));
        bytes.addAndGet(added.size());
        kept.put(number, added);
        all.add("", added);
        if (ofGroup) {
            byGroup.add(attempt.delivery().event().campaignGroup(), added);
        }
        if (!delivered) {
            newestFailed.accumulateAndGet(number, Math::max);
            failed.add("", added);
            failedByReceiver.add(attempt.delivery().receiver().shown(), added);
        }
        bound();
    }

    /** A few more may pass at the end of a second. */
    private boolean hasRoomInSecond() {
        long now = seconds.getAsLong();
        if (second.getAndSet(now) != now) {
            inSecond.set(0);
        }
        return inSecond.get() < MAX_A_SECOND && inSecond.incrementAndGet() <= MAX_A_SECOND;
    }

    private void release(Kept old) {
        if (old.lists.decrementAndGet() == 0) {
            kept.remove(old.number);
            bytes.addAndGet(-old.dropJson());
        }
    }

    private void bound() {
        while (kept.size() > maxInAll) {
            Map.Entry<Long, Kept> eldest = kept.pollFirstEntry();
            if (eldest != null) {
                drop(eldest.getValue());
            }
        }
        if (bytes.get() > maxBytes) {
            dropJson();
        }
    }

    private void drop(Kept eldest) {
        DeliveryAttempt attempt = eldest.attempt;
        all.remove("", eldest);
        failed.remove("", eldest);
        byGroup.remove(attempt.delivery().event().campaignGroup(), eldest);
        failedByReceiver.remove(attempt.delivery().receiver().shown(), eldest);
        bytes.addAndGet(-eldest.dropJson());
    }

    private synchronized void dropJson() {
        Map.Entry<Long, Kept> next = kept.ceilingEntry(withJson);
        while (next != null && bytes.get() > maxBytes) {
            bytes.addAndGet(-next.getValue().dropJson());
            withJson = next.getKey() + 1;
            next = kept.ceilingEntry(withJson);
        }
    }

    /** @return the number of the last attempt, or of the last failed one; 0 if there was none */
    long newest(boolean onlyFailed) {
        return (onlyFailed ? newestFailed : newest).get();
    }

    /** @return the number of attempts in memory */
    int size() {
        return kept.size();
    }

    /** @return the kept attempt of that number; null if there is none */
    Numbered numbered(long number) {
        Kept found = kept.get(number);
        return found == null ? null : found.numbered();
    }

    /** @return up to {@code max} of the last attempts that the filter selects, with smaller numbers, the newest first */
    List<Numbered> before(long number, int max, AttemptFilter filter) {
        return (filter.isEmpty()
                        ? all.of("").stream()
                        : filter.isOnlyFailed()
                                ? failed.of("").stream()
                                : !filter.isOfDbid()
                                        ? kept.descendingMap().values().stream()
                                        : byGroup.of(Integer.valueOf(filter.group())).stream())
                .filter(Objects::nonNull)
                .filter(attempt -> attempt.number < number)
                .filter(matching(filter))
                .limit(max)
                .map(Kept::numbered)
                .toList();
    }

    private static Predicate<Kept> matching(AttemptFilter filter) {
        return attempt -> filter.matches(attempt.attempt);
    }
}
