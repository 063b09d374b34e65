package org.campaignstatus.database;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.util.MonotonicClock;

/**
 * Deletes the ids of events that are too old to come again: a small slice of all ids, which are evenly scattered, at a time,
 * so that nothing has to wait for it and no index by age is needed. Not thread-safe.
 */
public final class EventIds {

    static final int SLICES = 4096;

    private final Database database;
    private final MonotonicClock clock;
    private final Duration retention;
    private int slice = ThreadLocalRandom.current().nextInt(SLICES);

    public EventIds(Database database, MonotonicClock clock, Duration retention) {
        this.database = database;
        this.clock = clock;
        this.retention = retention;
    }

    /** Deletes the old ids of the next slice. To be called about every second. */
    public void forget() {
        byte[] from = start(slice);
        byte[] to = slice + 1 == SLICES ? end() : start(slice + 1);
        long before = present().minus(retention).toEpochMilli();
        try {
            database.read(connection -> StateTables.deleteEvents(connection, from, to, before));
            slice = (slice + 1) % SLICES;
        } catch (StateUnavailableException e) {
            // the database has logged it; the slice has time
        }
    }

    /** The earlier of the two clocks, because a wall clock that is set forward for a while must not make ids old. */
    private Instant present() {
        Instant elapsed = clock.instant();
        Instant wall = clock.wallClock().instant();
        return wall.isBefore(elapsed) ? wall : elapsed;
    }

    private static byte[] start(int slice) {
        return ByteBuffer.allocate(StateTables.ID_LENGTH)
                .putShort((short) (slice << 4))
                .array();
    }

    private static byte[] end() {
        byte[] end = new byte[StateTables.ID_LENGTH + 1];
        Arrays.fill(end, (byte) 0xFF);
        return end;
    }
}
