package org.campaignstatus.page;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.CampaignGroups;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.lifecycle.Status;

/**
 * Finds campaign groups by name and status, what is dialling first, and counts them. All that look on share one sweep over
 * all campaign groups; it is made anew when it is a second old, or longer ago if it has taken long, and only if somebody
 * asks. Thread-safe.
 */
final class CampaignGroupList {

    /** Rows of a page. */
    static final int ROWS = 25;

    private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

    /** A sweep is at most this part of the time. */
    private static final int SHARE = 20;

    /** The most searches whose results are kept with a sweep. */
    private static final int SEARCHES = 16;

    private static final Comparator<CampaignGroup> BY_NAME = Comparator.comparing(
                    CampaignGroup::name, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(CampaignGroup::dbid);

    /** The order in which they are shown. */
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
    private SoftReference<Sweep> last = new SoftReference<>(null);

    /**
     * A page of what was found.
     *
     * @param rows the campaign groups of this page
     * @param matches how many there are on all pages
     * @param page number of this page, from 1
     * @param pages how many there are, at least 1
     * @param counts how many of all campaign groups have which status; null if that is not known now
     * @param problem why it is not known, or null
     */
    record Found(
            List<CampaignGroup> rows, int matches, int page, int pages, Map<Status, Integer> counts, String problem) {}

    CampaignGroupList(Supplier<Configuration> configuration, StateView states, LongSupplier nanoTime) {
        this.configuration = configuration;
        this.states = states;
        this.nanoTime = nanoTime;
    }

    /** @return the page that is asked for, or the last one if there are fewer */
    Found find(PageQuery query) {
        Sweep sweep = sweep();
        CampaignGroup[] found = sweep.find(query.search(), query.show());
        int pages = Math.max(1, (found.length + ROWS - 1) / ROWS);
        int page = Math.min(query.page(), pages);
        int from = (page - 1) * ROWS;
        List<CampaignGroup> rows = List.of(Arrays.copyOfRange(found, from, Math.min(found.length, from + ROWS)));
        return new Found(rows, found.length, page, pages, sweep.counts, sweep.problem);
    }

    private synchronized Sweep sweep() {
        Sweep kept = last.get();
        CampaignGroups groups = configuration.get().campaignGroups();
        long begun = nanoTime.getAsLong();
        if (kept != null && kept.groups == groups && begun - kept.until < 0) {
            return kept;
        }
        CampaignGroup[] byName = kept != null && kept.groups == groups ? kept.byName : byName(groups);
        Sweep next = sweep(groups, byName);
        long took = nanoTime.getAsLong() - begun;
        next.until = begun + took + Math.max(FRESH, SHARE * took);
        last = new SoftReference<>(next);
        return next;
    }

    private static CampaignGroup[] byName(CampaignGroups groups) {
        return groups.all().sorted(BY_NAME).toArray(CampaignGroup[]::new);
    }

    private Sweep sweep(CampaignGroups groups, CampaignGroup[] byName) {
        try {
            return new Sweep(groups, byName, states.statuses(), null);
        } catch (StateUnavailableException e) {
            return new Sweep(groups, byName, group -> Status.UNKNOWN, e.getMessage());
        }
    }

    /** What all campaign groups did at one moment. */
    private static final class Sweep {

        private final CampaignGroups groups;
        private final CampaignGroup[] byName;
        private final Map<Status, Integer> counts;
        private final String problem;
        private final Map<Status, CampaignGroup[]> byStatus = new EnumMap<>(Status.class);
        private final Map<String, CampaignGroup[]> found = new LinkedHashMap<>(SEARCHES, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, CampaignGroup[]> eldest) {
                return size() > SEARCHES;
            }
        };
        private long until;

        Sweep(CampaignGroups groups, CampaignGroup[] byName, IntFunction<Status> statuses, String problem) {
            this.groups = groups;
            this.byName = byName;
            this.problem = problem;
            Map<Status, List<CampaignGroup>> lists = new EnumMap<>(Status.class);
            ORDER.forEach(status -> lists.put(status, new ArrayList<>()));
            for (CampaignGroup group : byName) {
                lists.get(statuses.apply(group.dbid())).add(group);
            }
            Map<Status, Integer> sizes = new EnumMap<>(Status.class);
            lists.forEach((status, list) -> {
                sizes.put(status, list.size());
                byStatus.put(status, list.toArray(CampaignGroup[]::new));
            });
            counts = problem == null ? sizes : null;
        }

        synchronized CampaignGroup[] find(String search, PageQuery.Show show) {
            return found.computeIfAbsent(show + " " + search, key -> search(search, show));
        }

        private CampaignGroup[] search(String search, PageQuery.Show show) {
            return ORDER.stream()
                    .filter(status -> isShown(status, show))
                    .flatMap(status -> Arrays.stream(byStatus.get(status)))
                    .filter(group -> matches(group, search))
                    .toArray(CampaignGroup[]::new);
        }

        private static boolean isShown(Status status, PageQuery.Show show) {
            return switch (show) {
                case ALL -> true;
                case RUNNING -> status == Status.RUNNING;
                case NOT_LOADED -> status == Status.NOT_LOADED;
                case ACTIVE -> status != Status.RUNNING && status != Status.NOT_LOADED;
            };
        }

        private static boolean matches(CampaignGroup group, String search) {
            if (search.isEmpty() || Integer.toString(group.dbid()).equals(search)) {
                return true;
            }
            String name = group.name();
            for (int at = 0; at <= name.length() - search.length(); at++) {
                if (name.regionMatches(true, at, search, 0, search.length())) {
                    return true;
                }
            }
            return false;
        }
    }
}
