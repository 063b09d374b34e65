package org.campaignstatus.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.commons.lang3.Strings;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.CampaignGroups;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.lifecycle.Status;

/**
 * Finds campaign groups by name and status, dialling ones first, and counts them. All pages share one sweep over all campaign
 * groups, repeated on request after a second, or later if it takes long. Thread-safe.
 */
final class CampaignGroupList {

    /** Rows of a page. */
    static final int ROWS = 25;

    private static final long MIN_AGE = TimeUnit.SECONDS.toNanos(1);

    /** Sweeps take at most one part in this of the time. */
    private static final int SHARE = 20;

    private static final Comparator<CampaignGroup> BY_NAME = Comparator.comparing(
                    CampaignGroup::name, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(CampaignGroup::dbid);

    private static final List<Status> ORDER = List.of(
            Status.RUNNING,
            Status.ACTIVE,
            Status.INACTIVE,
            Status.UNLOAD_IN_PROGRESS,
            Status.WAITING_UNLOAD,
            Status.UNKNOWN,
            Status.NOT_LOADED);

    private final Supplier<Configuration> configuration;
    private final StateView states;
    private final LongSupplier nanoTime;
    private Sweep last;

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

    CampaignGroupList(Supplier<Configuration> configuration, StateView states, LongSupplier nanoTime) {
        this.configuration = configuration;
        this.states = states;
        this.nanoTime = nanoTime;
    }

    /** @return the requested page, or the last one if there are fewer */
    Found find(PageQuery query) {
        Sweep sweep = sweep();
        List<CampaignGroup> found = sweep.find(query.search(), query.show());
        int pages = Math.max(1, (found.size() + ROWS - 1) / ROWS);
        int page = Math.min(query.page(), pages);
        int from = (page - 1) * ROWS;
        List<CampaignGroup> rows = found.subList(from, Math.min(found.size(), from + ROWS));
        return new Found(rows, found.size(), page, pages, sweep.counts(), sweep.problem);
    }

    private synchronized Sweep sweep() {
        CampaignGroups groups = configuration.get().campaignGroups();
        boolean sameGroups = last != null && last.groups == groups;
        long begun = nanoTime.getAsLong();
        if (!sameGroups || begun - last.until >= 0) {
            last = sweep(
                    groups,
                    sameGroups ? last.byName : groups.all().sorted(BY_NAME).toList());
            long took = nanoTime.getAsLong() - begun;
            last.until = begun + took + Math.max(MIN_AGE, SHARE * took);
        }
        return last;
    }

    private Sweep sweep(CampaignGroups groups, List<CampaignGroup> byName) {
        try {
            return new Sweep(groups, byName, states.statuses(), null);
        } catch (StateUnavailableException e) {
            return new Sweep(groups, byName, group -> Status.UNKNOWN, e.getMessage());
        }
    }

    /** The states of all campaign groups at one moment. */
    private static final class Sweep {

        private final CampaignGroups groups;
        private final List<CampaignGroup> byName;
        private final String problem;
        private final Map<Status, List<CampaignGroup>> byStatus = new EnumMap<>(Status.class);
        private long until;

        Sweep(CampaignGroups groups, List<CampaignGroup> byName, IntFunction<Status> statuses, String problem) {
            this.groups = groups;
            this.byName = byName;
            this.problem = problem;
            ORDER.forEach(status -> byStatus.put(status, new ArrayList<>()));
            byName.forEach(group -> byStatus.get(statuses.apply(group.dbid())).add(group));
        }

        Map<Status, Integer> counts() {
            if (problem != null) {
                return null;
            }
            Map<Status, Integer> counts = new EnumMap<>(Status.class);
            byStatus.forEach((status, list) -> counts.put(status, list.size()));
            return counts;
        }

        List<CampaignGroup> find(String search, PageQuery.Show show) {
            return ORDER.stream()
                    .filter(status -> isShown(status, show))
                    .flatMap(status -> byStatus.get(status).stream())
                    .filter(group -> Strings.CI.contains(group.name(), search)
                            || Integer.toString(group.dbid()).equals(search))
                    .toList();
        }

        private static boolean isShown(Status status, PageQuery.Show show) {
            return switch (show) {
                case ALL -> true;
                case RUNNING -> status == Status.RUNNING;
                case NOT_LOADED -> status == Status.NOT_LOADED;
                case ACTIVE -> status != Status.RUNNING && status != Status.NOT_LOADED;
            };
        }
    }
}
