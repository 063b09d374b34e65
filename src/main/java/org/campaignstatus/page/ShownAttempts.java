package org.campaignstatus.page;

import java.util.LinkedHashMap;
import java.util.Map;

/** The attempts that pages have shown last, so that somebody can open one that is no longer among the last. Thread-safe. */
final class ShownAttempts {

    private static final int MAX_ATTEMPTS = 500;

    private final Map<Long, LastAttempts.Numbered> byNumber = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, LastAttempts.Numbered> eldest) {
            return size() > MAX_ATTEMPTS;
        }
    };

    synchronized void add(LastAttempts.Numbered attempt) {
        byNumber.putIfAbsent(attempt.number(), attempt);
    }

    synchronized LastAttempts.Numbered of(long number, LastAttempts.Numbered otherwise) {
        return byNumber.getOrDefault(number, otherwise);
    }
}
