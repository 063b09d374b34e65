package org.campaignstatus.page;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.campaignstatus.page.LastAttempts.Numbered;

/** The last few attempts; cheap, because every notification adds one. Thread-safe, without a lock. */
final class AttemptRing {

    private final AtomicReferenceArray<Numbered> last;
    private final AtomicLong added = new AtomicLong();

    AttemptRing(int size) {
        last = new AtomicReferenceArray<>(size);
    }

    void add(Numbered attempt) {
        last.set((int) (added.getAndIncrement() % last.length()), attempt);
    }

    /** @return in no order */
    Stream<Numbered> stream() {
        return IntStream.range(0, last.length()).mapToObj(last::get).filter(Objects::nonNull);
    }
}
