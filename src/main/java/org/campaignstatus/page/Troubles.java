package org.campaignstatus.page;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.statistics.Statistics;

/**
 * What is wrong now, the worst first, and since when. What keeps the program from working comes before what follows from it.
 * Thread-safe.
 */
final class Troubles {

    private static final Duration OVERDUE = Duration.ofSeconds(GroupSweep.OVERDUE_SECONDS);

    private static final int MAX_RECEIVERS = 5;

    /** Health checks that a list of this class says better. */
    private static final Set<String> OWN = Set.of("receivers");

    private static final Map<String, String> TITLES = Map.of(
            "threads", "Program",
            "database", "Database",
            "broker", "Broker",
            "dialer", "Dialer",
            "quarantine", "Quarantine",
            "inbox", "Inbox",
            "context", "Routes",
            "routes", "Routes",
            "route-errors", "Route",
            "configuration", "Configuration");

    /** The worst first; a check that is not named here stands with those that are down. */
    private static final List<String> ORDER = List.of(
            "threads",
            "database",
            "context",
            "broker",
            "dialer",
            "down",
            "route-errors",
            "overdue",
            "inbox",
            "quarantine",
            "receiver",
            "routes",
            "configuration",
            "up",
            "statistics");

    private static final String ROUTE = "route:";
    private static final String CONSUMER = "consumer:";

    private final StateView states;
    private final Statistics statistics;
    private final CampaignGroupList groups;
    private final Traffic traffic;
    private final Clock clock;
    private final Map<String, Instant> since = new HashMap<>();

    /**
     * @param kind what it is of
     * @param text one sentence
     * @param since when it began or was first seen
     * @param link the fragment of the page's address that shows more; empty if there is no more
     */
    record Trouble(String kind, String text, Instant since, String link) {}

    /** A health check and its message; the message is empty if nothing is wrong. */
    record Check(String name, boolean works, String problem) {}

    /** @param clock the wall clock */
    Troubles(StateView states, Statistics statistics, CampaignGroupList groups, Traffic traffic, Clock clock) {
        this.states = states;
        this.statistics = statistics;
        this.groups = groups;
        this.traffic = traffic;
        this.clock = clock;
    }

    List<Trouble> now(List<Check> checks) {
        List<Trouble> all = new ArrayList<>(ofHealth(checks));
        overdue().ifPresent(all::add);
        all.addAll(receivers());
        expired().ifPresent(all::add);
        all.sort(Comparator.comparingInt((Trouble trouble) -> ORDER.indexOf(trouble.kind()))
                .thenComparing(Trouble::since));
        return all;
    }

    /** Notes when each health check began to report something, also while no page is open. */
    synchronized List<Trouble> ofHealth(List<Check> checks) {
        List<Check> wrong = checks.stream()
                .filter(check -> !OWN.contains(check.name()))
                .filter(check -> !check.works() || !check.problem().isEmpty())
                .filter(check -> !check.name().startsWith(CONSUMER) || !isDown(checks, check))
                .toList();
        since.keySet().retainAll(wrong.stream().map(Check::name).collect(Collectors.toSet()));
        return wrong.stream().map(this::ofCheck).toList();
    }

    /** @return whether the check of the route says the same as that of its consumer */
    private static boolean isDown(List<Check> checks, Check consumer) {
        String route = ROUTE + consumer.name().substring(CONSUMER.length());
        return checks.stream().anyMatch(check -> check.name().equals(route) && !check.works());
    }

    private Trouble ofCheck(Check check) {
        String kind = ORDER.contains(check.name()) ? check.name() : check.works() ? "up" : "down";
        String problem = check.problem().isEmpty() ? "does not work" : check.problem();
        Instant begun = since.computeIfAbsent(check.name(), name -> clock.instant());
        return new Trouble(
                kind,
                check.name().startsWith(ROUTE)
                        ? problem
                        : TITLES.getOrDefault(check.name(), check.name()) + ": " + problem,
                begun,
                kind.equals("route-errors") ? "attempts=route_error" : "");
    }

    private Optional<Trouble> overdue() {
        try {
            Duration overdue = states.overdue();
            return overdue.compareTo(OVERDUE) < 0
                    ? Optional.empty()
                    : Optional.of(new Trouble(
                            "overdue",
                            "Periodic messages are not sent in time: the first has been due for " + overdue.toSeconds()
                                    + " s.",
                            clock.instant().minus(overdue),
                            "show=overdue"));
        } catch (StateUnavailableException e) {
            return Optional.empty();
        }
    }

    private List<Trouble> receivers() {
        long now = traffic.now();
        List<Receivers.Totals> failing = traffic.receivers().totals(TimeRange.MINUTES, now).stream()
                .filter(one -> one.failing() != 0 && one.numbers().failed() > 0)
                .sorted(Comparator.comparingLong(Receivers.Totals::failing))
                .toList();
        List<Trouble> all = new ArrayList<>(
                failing.stream().limit(MAX_RECEIVERS).map(this::receiver).toList());
        int others = failing.size() - MAX_RECEIVERS;
        if (others > 0) {
            all.add(new Trouble(
                    "receiver",
                    "Nothing is delivered to " + others + " more receiver" + (others == 1 ? "." : "s."),
                    traffic.toWallClock(failing.get(MAX_RECEIVERS).failing()),
                    "attempts=failed"));
        }
        return all;
    }

    private Trouble receiver(Receivers.Totals one) {
        return new Trouble(
                "receiver",
                "Nothing is delivered to " + one.receiver() + ": " + one.reason() + ".",
                traffic.toWallClock(one.failing()),
                Hash.of("attempts", "failed", "receiver", one.receiver()));
    }

    private Optional<Trouble> expired() {
        List<CampaignGroup> expired = groups.withExpiredStatistics();
        if (expired.isEmpty()) {
            return Optional.empty();
        }
        Set<String> tenants =
                expired.stream().map(group -> group.tenant().name()).collect(Collectors.toSet());
        String tenant = tenants.size() == 1 ? tenants.iterator().next() : "";
        Instant last = expired.stream()
                .flatMap(group -> statistics.newestByWallClock(group.dbid()).stream())
                .max(Comparator.naturalOrder())
                .orElseGet(clock::instant);
        return Optional.of(new Trouble(
                "statistics",
                "Statistics have stopped for " + expired.size() + " active campaign group"
                        + (expired.size() == 1 ? "" : "s")
                        + (tenant.isEmpty() ? " of " + tenants.size() + " tenants" : " of tenant " + tenant) + ".",
                last,
                tenant.isEmpty() ? "show=no-statistics" : Hash.of("show", "no-statistics", "search", tenant)));
    }
}
