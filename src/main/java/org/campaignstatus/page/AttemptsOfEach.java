package org.campaignstatus.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.campaignstatus.page.LastAttempts.Numbered;

/**
 * The last attempts of each campaign group and the last failures of each receiver. Beyond a number of attempts the oldest is
 * dropped, and beyond a number of bytes the oldest JSON. Thread-safe.
 */
final class AttemptsOfEach {

    static final int MAX_OF_ONE = 20;

    /** An attempt takes about 500 bytes without its JSON. */
    private static final int MAX_IN_ALL =
            (int) Math.min(100_000, Runtime.getRuntime().maxMemory() / 25_000);

    private static final long MAX_BYTES =
            Math.min(32L * 1024 * 1024, Runtime.getRuntime().maxMemory() / 64);

    private final NavigableMap<Long, Kept> kept = new TreeMap<>();
    private final Map<Integer, Deque<Kept>> byGroup = new HashMap<>();
    private final Map<String, Deque<Kept>> failedByReceiver = new HashMap<>();
    private final int maxInAll;
    private final long maxBytes;
    private long bytes;
    private long withJson;

    AttemptsOfEach() {
        this(MAX_IN_ALL, MAX_BYTES);
    }

    AttemptsOfEach(int maxInAll, long maxBytes) {
        this.maxInAll = maxInAll;
        this.maxBytes = maxBytes;
    }

    /** An attempt that is in one list or two; it is dropped with the last of them. */
    private static final class Kept {

        private Numbered attempt;
        private int lists;

        Kept(Numbered attempt) {
            this.attempt = attempt;
        }

        int size() {
            return attempt.attempt().json() == null ? 0 : attempt.length();
        }
    }

    /** Keeps an attempt among the last of its campaign group. */
    synchronized void add(Numbered attempt) {
        keep(byGroup, attempt.attempt().delivery().event().campaignGroup(), attempt);
    }

    /** Keeps a failed attempt among the last of its receiver. */
    synchronized void addFailure(Numbered attempt) {
        keep(failedByReceiver, attempt.attempt().delivery().receiver().shown(), attempt);
    }

    private <K> void keep(Map<K, Deque<Kept>> lists, K key, Numbered attempt) {
        Kept added = kept.computeIfAbsent(attempt.number(), number -> {
            Kept first = new Kept(attempt);
            bytes += first.size();
            return first;
        });
        added.lists++;
        Deque<Kept> list = lists.computeIfAbsent(key, none -> new ArrayDeque<>(1));
        list.addLast(added);
        if (list.size() > MAX_OF_ONE) {
            release(list.removeFirst());
        }
        while (kept.size() > maxInAll) {
            drop(kept.firstEntry().getValue());
        }
        dropJson();
    }

    private void release(Kept old) {
        old.lists--;
        if (old.lists == 0) {
            kept.remove(old.attempt.number());
            bytes -= old.size();
        }
    }

    private void drop(Kept eldest) {
        remove(byGroup, eldest.attempt.attempt().delivery().event().campaignGroup(), eldest);
        remove(failedByReceiver, eldest.attempt.attempt().delivery().receiver().shown(), eldest);
    }

    private <K> void remove(Map<K, Deque<Kept>> lists, K key, Kept eldest) {
        Deque<Kept> list = lists.get(key);
        if (list != null && list.remove(eldest)) {
            release(eldest);
            if (list.isEmpty()) {
                lists.remove(key);
            }
        }
    }

    private void dropJson() {
        Map.Entry<Long, Kept> next = bytes > maxBytes ? kept.ceilingEntry(withJson) : null;
        while (next != null && bytes > maxBytes) {
            bytes -= next.getValue().size();
            next.getValue().attempt = next.getValue().attempt.withoutJson();
            withJson = next.getKey() + 1;
            next = kept.ceilingEntry(withJson);
        }
    }

    synchronized Optional<Numbered> of(long number) {
        return Optional.ofNullable(kept.get(number)).map(found -> found.attempt);
    }

    synchronized List<Numbered> ofGroup(int group) {
        return copy(byGroup.getOrDefault(group, new ArrayDeque<>()));
    }

    /** @return by number */
    synchronized List<Numbered> all() {
        return copy(kept.values());
    }

    private static List<Numbered> copy(Iterable<Kept> some) {
        List<Numbered> copy = new ArrayList<>();
        some.forEach(one -> copy.add(one.attempt));
        return copy;
    }

    /** @return the number of attempts in memory */
    synchronized int size() {
        return kept.size();
    }
}
