package org.campaignstatus.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The last few values of each key. Thread-safe. */
final class LastOfEach<K, V> {

    private final Map<K, Deque<V>> byKey = new ConcurrentHashMap<>();
    private final int max;
    private final Consumer<V> dropped;

    /**
     * @param max number of values of a key
     * @param dropped accepts each value that a later one of its key has replaced; must not block
     */
    LastOfEach(int max, Consumer<V> dropped) {
        this.max = max;
        this.dropped = dropped;
    }

    void add(K key, V value) {
        byKey.compute(key, (same, values) -> {
            Deque<V> last = values == null ? new ArrayDeque<>(1) : values;
            last.addFirst(value);
            if (last.size() > max) {
                dropped.accept(last.removeLast());
            }
            return last;
        });
    }

    void remove(K key, V value) {
        byKey.computeIfPresent(key, (same, values) -> {
            values.removeLastOccurrence(value);
            return values.isEmpty() ? null : values;
        });
    }

    /** @return the values of a key, the latest first */
    List<V> of(K key) {
        List<V> copy = new ArrayList<>();
        byKey.computeIfPresent(key, (same, values) -> {
            copy.addAll(values);
            return values;
        });
        return copy;
    }
}
