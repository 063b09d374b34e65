package org.campaignstatus.page;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.CampaignGroups;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.statistics.Statistics;

/**
 * Finds, sorts and counts campaign groups. All pages share one sweep over all campaign groups, repeated on request after a
 * second, or later if it takes long; so do they share each order. Thread-safe.
 */
final class CampaignGroupList {

    /** Rows of a page. */
    static final int ROWS = 25;

    private static final long MIN_AGE = TimeUnit.SECONDS.toNanos(1);

    /** Sweeps take at most one part in this of the time. */
    private static final int SHARE = 100;

    /** Counts and order may be that old. Rows are always read anew. */
    private static final long MAX_AGE = TimeUnit.SECONDS.toNanos(10);

    private final Supplier<Configuration> configuration;
    private final StateView states;
    private final Statistics statistics;
    private final LongSupplier nanoTime;
    private GroupSweep last;
    private long until;

    /**
     * @param rows the campaign groups of this page
     * @param matches number of matching campaign groups on all pages
     * @param page number of this page, from 1
     * @param pages number of pages, at least 1
     * @param counts number of all campaign groups by status; null if the states are unavailable
     * @param problem why they are unavailable, or null
     */
    record Found(
            List<CampaignGroup> rows, int matches, int page, int pages, Map<Status, Integer> counts, String problem) {}

    CampaignGroupList(
            Supplier<Configuration> configuration, StateView states, Statistics statistics, LongSupplier nanoTime) {
        this.configuration = configuration;
        this.states = states;
        this.statistics = statistics;
        this.nanoTime = nanoTime;
    }

    /** @return the requested page, or the last one if there are fewer */
    Found find(PageQuery query) {
        GroupSweep sweep = sweep();
        List<CampaignGroup> found = find(sweep, query.groups());
        int pages = Math.max(1, (found.size() + ROWS - 1) / ROWS);
        int page = Math.min(query.page(), pages);
        int from = (page - 1) * ROWS;
        List<CampaignGroup> rows = found.subList(from, Math.min(found.size(), from + ROWS));
        return new Found(rows, found.size(), page, pages, sweep.counts(), sweep.problem());
    }

    /** @return the active campaign groups whose statistics have stopped since the start */
    List<CampaignGroup> withExpiredStatistics() {
        return timed(() -> sweep().withExpiredStatistics());
    }

    /** @return all that the query selects, in its order */
    List<CampaignGroup> find(PageQuery.GroupQuery query) {
        return find(sweep(), query);
    }

    private List<CampaignGroup> find(GroupSweep sweep, PageQuery.GroupQuery query) {
        return sweep.find(timed(() -> sweep.sorted(query.sort(), query.descending())), query);
    }

    /** What a sweep reads when it is asked for the first time counts as part of the sweep. */
    private List<CampaignGroup> timed(Supplier<List<CampaignGroup>> read) {
        long begun = nanoTime.getAsLong();
        List<CampaignGroup> groups = read.get();
        keep(begun, 0);
        return groups;
    }

    private synchronized GroupSweep sweep() {
        CampaignGroups groups = configuration.get().campaignGroups();
        boolean sameGroups = last != null && last.isOf(groups);
        long begun = nanoTime.getAsLong();
        if (!sameGroups || begun - until >= 0) {
            last = sweep(groups, sameGroups ? last : null);
            until = begun;
            keep(begun, MIN_AGE);
        }
        return last;
    }

    /** The longer it takes, the longer the result is used. */
    private synchronized void keep(long begun, long minAge) {
        long now = nanoTime.getAsLong();
        long next = now + Math.min(MAX_AGE, Math.max(minAge, SHARE * (now - begun)));
        until = next - until > 0 ? next : until;
    }

    private GroupSweep sweep(CampaignGroups groups, GroupSweep before) {
        try {
            return new GroupSweep(groups, before, states, statistics, states.statuses(), null);
        } catch (StateUnavailableException e) {
            return new GroupSweep(groups, before, states, statistics, group -> Status.UNKNOWN, e.getMessage());
        }
    }
}
