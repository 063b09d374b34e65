package org.campaignstatus.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.campaignstatus.lifecycle.StatusReport;
import org.junit.jupiter.api.Test;

/** Which periodic messages enter the lanes when more are due than go through. */
final class DueQueueTest {

    private static final int CONNECTIONS = 10;
    private static final String QUICK = "quick";
    private static final String DEAD = "dead";

    private final Map<Integer, String> servers = new HashMap<>();
    private final Map<String, Integer> pending = new HashMap<>();
    private final List<Object> skipped = new ArrayList<>();
    private final DueQueue queue = new DueQueue(
            group -> new LaneTarget(servers.getOrDefault(group, QUICK), CONNECTIONS),
            server -> pending.getOrDefault(server, 0),
            () -> skipped.add(null));

    private static StatusReport message(int campaignGroup, int period) {
        return StatusReport.periodic(campaignGroup, Instant.ofEpochSecond(period));
    }

    private void due(int period, int from, int to) {
        queue.add(IntStream.range(from, to)
                .mapToObj(group -> message(group, period))
                .toList());
    }

    private List<Integer> poll() {
        List<Integer> groups =
                queue.poll().stream().map(StatusReport::campaignGroup).toList();
        groups.forEach(group -> pending.merge(servers.getOrDefault(group, QUICK), 1, Integer::sum));
        return groups;
    }

    @Test
    void aFewEnterAtOnceInTheirOrder() {
        due(1, 1, 6);

        assertThat(poll()).containsExactly(1, 2, 3, 4, 5);
        assertThat(poll()).isEmpty();
        assertThat(skipped).isEmpty();
    }

    @Test
    void aDeadServerGetsTwiceAsManyAsItHasConnectionsAndTheOthersWait() {
        due(1, 0, 50_000);

        assertThat(poll()).hasSize(2 * CONNECTIONS);
        for (int turn = 0; turn < 10; turn++) {
            due(turn, 0, 50_000);
            assertThat(poll()).isEmpty();
        }
    }

    @Test
    void aServerGetsMoreTheMoreGoThroughUpToAThousand() {
        due(1, 0, 10_000);
        List<Integer> got = new ArrayList<>();
        for (int turn = 0; turn < 9; turn++) {
            got.add(poll().size());
            pending.clear();
        }

        assertThat(got).containsExactly(20, 40, 80, 160, 320, 640, 1_000, 1_000, 1_000);
    }

    @Test
    void noMoreThanAThousandAreInLanesHoweverLateTheNextTurnIs() {
        due(1, 0, 100_000);
        for (int turn = 0; turn < 50; turn++) {
            poll();
            assertThat(pending.get(QUICK)).isLessThanOrEqualTo(1_000);
            pending.computeIfPresent(QUICK, (server, count) -> count / 10);
        }
    }

    @Test
    void aDeadServerKeepsNoMessageOfAnotherWaiting() {
        IntStream.range(0, 1_000).forEach(group -> servers.put(group, DEAD));
        due(1, 0, 1_000);
        poll();
        due(1, 1_000, 1_015);

        assertThat(poll()).hasSize(15);
    }

    @Test
    void withMoreDueThanGoesThroughAllAreSentEquallyOften() {
        Map<Integer, Integer> sent = new HashMap<>();
        for (int turn = 0; turn < 1_000; turn++) {
            due(turn, 0, 997);
            poll().forEach(group -> sent.merge(group, 1, Integer::sum));
            pending.computeIfPresent(QUICK, (server, count) -> Math.max(0, count - 33));
        }

        assertThat(sent).hasSize(997);
        assertThat(sent.values()).allMatch(count -> count >= 32 && count <= 34);
    }

    @Test
    void aCampaignGroupThatWaitsKeepsItsPlaceAndOnlyItsLatestMessage() {
        pending.put(QUICK, 1_000);
        due(1, 1, 4);
        assertThat(queue.poll()).isEmpty();
        due(2, 1, 2);
        pending.clear();

        assertThat(queue.poll()).containsExactly(message(1, 2), message(2, 1), message(3, 1));
        assertThat(skipped).hasSize(1);
    }

    @Test
    void aCampaignGroupThatWaitsForADeadServerGoesToTheOneItGetsInstead() {
        Stream.of(1, 2).forEach(group -> servers.put(group, DEAD));
        pending.put(DEAD, 1_000);
        due(1, 1, 3);
        assertThat(queue.poll()).isEmpty();
        servers.put(1, QUICK);
        servers.put(2, QUICK);
        pending.put(DEAD, 0);

        assertThat(Stream.of(poll(), poll()).flatMap(List::stream)).containsExactly(1, 2);
    }
}
