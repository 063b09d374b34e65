package org.campaignstatus.snapshot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.campaignstatus.configuration.CampaignGroups;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.statistics.CampaignGroupStatistics;
import org.campaignstatus.statistics.MutableClock;
import org.campaignstatus.statistics.Statistics;
import org.campaignstatus.statistics.StatisticsReader;
import org.campaignstatus.util.MonotonicClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a dialer, and the states and events that they make; three campaign groups, 1 to 3, are configured. */
abstract class SnapshotsSetup {

    static final Instant BEGIN = Instant.parse("2026-11-23T08:00:00Z");

    final Known known = new Known();
    final MutableClock clock = new MutableClock(BEGIN);
    final List<String> rejections = new ArrayList<>();
    Snapshots snapshots;

    private final MonotonicClock monotonic = clock.monotonic();
    private final Statistics statistics = new Statistics(monotonic, Duration.ofSeconds(60));
    private CampaignGroups groups;

    /** The states that were accepted, as any store of them tells them. */
    static final class Known implements StateView {
        final Map<Integer, CampaignGroupState> states = new HashMap<>();
        private final List<String> ids = new ArrayList<>();

        /** @return what the program sends, in words; empty for an event of an id that was accepted before */
        Optional<String> accept(LifecycleEvent event) {
            if (ids.contains(event.id())) {
                return Optional.empty();
            }
            ids.add(event.id());
            int group = event.campaignGroup();
            states.put(
                    group,
                    states.getOrDefault(group, CampaignGroupState.initial(group))
                            .after(event, event.time()));
            return Optional.of(group + " " + event.type().wireName());
        }

        @Override
        public IntFunction<Status> statuses() {
            return group -> states.get(group).status();
        }

        @Override
        public Map<Integer, Seen> of(Collection<Integer> campaignGroups) {
            Map<Integer, Seen> seen = new HashMap<>();
            states.forEach((group, state) -> {
                if (campaignGroups.contains(group)) {
                    seen.put(group, new Seen(state, null));
                }
            });
            return seen;
        }

        @Override
        public Duration overdue() {
            return Duration.ZERO;
        }
    }

    @BeforeEach
    void configure(@TempDir Path folder) throws Exception {
        configure(folder, Configured.campaignGroups().with(1).with(2).with(3).json());
    }

    final void configure(Path folder, String configuration) throws Exception {
        Path file = Files.writeString(folder.resolve("configuration.json"), configuration);
        groups = new ReloadableConfiguration(
                        folder.resolve("application.properties"),
                        key -> key.equals("configuration.file") ? file.toString() : null)
                .get()
                .campaignGroups();
        snapshots = snapshots();
    }

    /** @return the bean as another node, or a process that starts anew, has it */
    final Snapshots snapshots() {
        return new Snapshots(
                () -> "SELECT",
                () -> groups,
                known,
                new StatisticsReader(group -> OptionalInt.empty(), monotonic),
                clock,
                () -> Duration.between(BEGIN, clock.instant()).toNanos(),
                (source, reason) -> rejections.add(source.label() + " " + reason.label()),
                Throwable::getMessage);
    }

    final void pass(int seconds) {
        clock.set(clock.instant().plusSeconds(seconds));
    }

    /** @return what was there before a query, 5 seconds after the one before */
    final Snapshots.Before begin() {
        pass(5);
        return snapshots.begin();
    }

    static final class Row extends LinkedHashMap<String, Object> {
        private static final long serialVersionUID = 1;
    }

    /** @param columns names and values, in turns */
    static Row row(Object group, String status, Object... columns) {
        Row row = new Row();
        row.put("campaign_group", group);
        row.put("status", status);
        for (int i = 0; i < columns.length; i += 2) {
            row.put((String) columns[i], columns[i + 1]);
        }
        return row;
    }

    final Poll poll(Row... rows) {
        Poll poll = snapshots.compare(List.of(rows), begin());
        poll.samples().forEach(statistics::accept);
        return poll;
    }

    /** @return what is sent because of an answer */
    final List<String> sent(Row... rows) {
        return poll(rows).changes().stream()
                .flatMap(change -> accepted(snapshots.events(change)).stream())
                .toList();
    }

    /** As the route dialer-change does it. */
    final List<String> accepted(List<LifecycleEvent> events) {
        return events.stream().flatMap(event -> accepted(event).stream()).toList();
    }

    final Optional<String> accepted(LifecycleEvent event) {
        return snapshots.isNext(event) ? known.accept(event) : Optional.empty();
    }

    final CampaignGroupStatistics shown(int group) {
        return statistics.of(group, List.of(), null);
    }
}
