package org.campaignstatus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Patience.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.campaignstatus.lifecycle.EventType;
import org.campaignstatus.lifecycle.StateStore;
import org.campaignstatus.lifecycle.StatusReport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several nodes on one PostgreSQL server: due notifications and group locks. */
final class PostgresNodesTest extends StateStoreSetup {

    @Tag("endurance")
    @Test
    void aPeriodicNotificationThatHasWaitedWhileAnotherNodeNotifiedIsDropped() throws Exception {
        settings("1");
        StateStore one = store(Kind.POSTGRESQL);
        StateStore other = store(Kind.POSTGRESQL);
        one.take(event("a", EventType.LOADED, 1));
        StatusReport late = claim(one);
        StatusReport next = claim(other);
        assertThat(other.takeDue(next)).isPresent();
        assertThat(one.takeDue(late)).isEmpty();

        StatusReport beforeEvent = claim(one);
        other.take(event("b", EventType.STARTED, 1));
        assertThat(one.takeDue(beforeEvent)).isEmpty();
        assertThat(one.takeDue(claim(one)).orElseThrow().sequence()).isEqualTo(4);
    }

    @Tag("endurance")
    @Test
    void nodesThatClaimAtTheSameTimeShareTheDueCampaignGroupsWhateverTheirClocksSay() throws Exception {
        settings("1");
        List<StateStore> nodes = Stream.of(-3_600, 0, 3_600)
                .map(ahead -> store(Kind.POSTGRESQL, Clock.offset(Clock.systemUTC(), Duration.ofSeconds(ahead))))
                .toList();
        IntStream.rangeClosed(1, 300)
                .forEach(group -> nodes.get(group % 3).take(event("event " + group, EventType.LOADED, group)));
        Instant loaded = Instant.now();
        Map<Integer, List<StatusReport>> claimed = new ConcurrentHashMap<>();
        ExecutorService executor = Executors.newFixedThreadPool(nodes.size());
        try {
            await().until(() -> {
                List<Callable<List<StatusReport>>> claims = nodes.stream()
                        .<Callable<List<StatusReport>>>map(node -> node::claimDue)
                        .toList();
                for (Future<List<StatusReport>> claim : executor.invokeAll(claims)) {
                    claim.get()
                            .forEach(due -> claimed.computeIfAbsent(due.campaignGroup(), group -> new ArrayList<>())
                                    .add(due));
                }
                return claimed.size() == 300 && claimed.values().stream().allMatch(times -> times.size() >= 3);
            });
        } finally {
            executor.shutdownNow();
        }
        long lasted = Duration.between(loaded, Instant.now()).toMillis();
        assertThat(claimed.values())
                .allSatisfy(times -> assertThat(times).hasSizeLessThan((int) (lasted / 960) + 3))
                .allSatisfy(times -> assertThat(times)
                        .extracting(StatusReport::time)
                        .allMatch(time -> time.isAfter(loaded.minusSeconds(60))
                                && time.isBefore(Instant.now().plusSeconds(60))));
    }

    @Test
    void aGroupLockIsOneNodesUntilItIsReleasedOrTheNodeIsGone() throws Exception {
        Database database = database(Kind.POSTGRESQL);
        PostgresAdvisoryLocks one = new PostgresAdvisoryLocks(database);
        PostgresAdvisoryLocks other = new PostgresAdvisoryLocks(database(Kind.POSTGRESQL));
        assertThat(one.tryAcquire(1)).isTrue();
        assertThat(other.tryAcquire(1)).isFalse();
        assertThat(other.tryAcquire(2)).isTrue();

        CompletableFuture<Void> waits = CompletableFuture.runAsync(() -> {
            try {
                other.acquire(1);
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
        assertThat(waits).isNotDone();
        one.release(1);
        waits.get(60, TimeUnit.SECONDS);
        assertThat(one.tryAcquire(1)).isFalse();
        other.release(1);
        assertThat(one.tryAcquire(1)).isTrue();
        database.close();
        await().until(() -> other.tryAcquire(1));
    }

    @Tag("endurance")
    @Test
    void aNodeForWhichTheServerHasNoRoomForAnotherLockLosesAll() throws Exception {
        PostgresAdvisoryLocks one = new PostgresAdvisoryLocks(database(Kind.POSTGRESQL));
        PostgresAdvisoryLocks other = new PostgresAdvisoryLocks(database(Kind.POSTGRESQL));
        int turns = 1;
        while (turns < 50_000 && one.tryAcquire(turns)) {
            turns++;
        }

        assertThat(turns).as("as many as there is room for").isLessThan(50_000);
        await().until(() -> other.tryAcquire(1));
        assertThat(one.tryAcquire(1)).isFalse();
        assertThat(one.tryAcquire(2)).isTrue();
    }

    @Test
    void aWaitForAGroupLockEndsWithTheProgram() throws Exception {
        PostgresAdvisoryLocks one = new PostgresAdvisoryLocks(database(Kind.POSTGRESQL));
        PostgresAdvisoryLocks other = new PostgresAdvisoryLocks(database(Kind.POSTGRESQL));
        assertThat(one.tryAcquire(1)).isTrue();
        other.end();

        assertThatThrownBy(() -> other.acquire(1)).isInstanceOf(InterruptedException.class);
        other.acquire(2);
        assertThat(one.tryAcquire(2)).isFalse();
    }
}
