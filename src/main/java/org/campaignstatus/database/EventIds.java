package org.campaignstatus.database;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.campaignstatus.lifecycle.StateUnavailableException;

/**
 * Forgets the ids of events that are too old to come again. Goes round all ids, which are evenly scattered, a small slice
 * at a time, so that nothing has to wait for it and no index by age is needed. Not thread-safe.
 */
public final class EventIds {

    static final int SLICES = 4096;

    private final Database database;
    private final Clock clock;
    private final Duration kept;
    private int slice = ThreadLocalRandom.current().nextInt(SLICES);

    /** @param kept how long an id is kept at least */
    public EventIds(Database database, Clock clock, Duration kept) {
        this.database = database;
        this.clock = clock;
        this.kept = kept;
    }

    /** Looks through the next slice. To be called about every second. */
    public void forget() {
        byte[] from = start(slice);
        byte[] to = slice + 1 == SLICES ? end() : start(slice + 1);
        long before = clock.millis() - kept.toMillis();
        try {
            database.transaction(connection -> StateTables.forgetEvents(connection, from, to, before));
            slice = (slice + 1) % SLICES;
        } catch (StateUnavailableException e) {
            // the database has said so itself; the slice has time
        }
    }

    private static byte[] start(int slice) {
        return ByteBuffer.allocate(StateTables.ID_LENGTH)
                .putShort((short) (slice << 4))
                .array();
    }

    /** @return a key behind all ids */
    private static byte[] end() {
        byte[] end = new byte[StateTables.ID_LENGTH + 1];
        Arrays.fill(end, (byte) 0xFF);
        return end;
    }
}
