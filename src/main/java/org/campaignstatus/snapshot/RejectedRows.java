package org.campaignstatus.snapshot;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.JsonFields;
import org.campaignstatus.input.RejectionReason;
import org.campaignstatus.input.Source;
import org.campaignstatus.util.OncePerMinute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows that are not used. The same row comes with every query: it is counted when it was not rejected by the query
 * before, and one line a minute names the first one. Not thread-safe.
 */
final class RejectedRows {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus.dialer");

    private final BiConsumer<Source, RejectionReason> listener;
    private final OncePerMinute line;
    private Set<String> before = new HashSet<>();
    private Set<String> now = new HashSet<>();
    private String first;
    private int rows;

    RejectedRows(BiConsumer<Source, RejectionReason> listener, LongSupplier nanoTime) {
        this.listener = listener;
        this.line = new OncePerMinute(nanoTime);
    }

    void reject(JsonFields row, InvalidInputException reason) {
        String what = reason.getMessage() + ", in the row with " + row.shown(SnapshotReader.CAMPAIGN_GROUP);
        rows++;
        first = first == null ? what : first;
        if (now.add(what) && !before.contains(what)) {
            listener.accept(Source.SQL, reason.rejection());
        }
    }

    /** Ends the answer to one query. */
    void end(int all) {
        if (rows > 0 && line.isDue()) {
            LOG.warn("{} of {} rows of the dialer's database are rejected, the first: {}", rows, all, first);
        }
        before = now;
        now = new HashSet<>();
        first = null;
        rows = 0;
    }
}
