package org.campaignstatus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.campaignstatus.lifecycle.EventType;
import org.campaignstatus.lifecycle.StateStore;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.util.MonotonicClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a periodic notification is due, and with which number it is sent, in both databases. */
final class PeriodicClaimTest extends StateStoreSetup {

    @Tag("endurance")
    @ParameterizedTest
    @EnumSource
    void howOverduePeriodicMessagesAreIsKnown(Kind kind) throws Exception {
        settings("1");
        StateStore store = store(kind);
        assertThat(store.overdue()).isZero();
        store.take(event("a", EventType.LOADED, 1));
        store.take(event("b", EventType.UNLOADED, 2));

        await().until(() -> store.overdue().toMillis() > 100);
        assertThat(store.overdue()).isLessThan(Duration.ofMinutes(2));

        store.take(event("c", EventType.UNLOADED, 1));
        assertThat(store.overdue()).isZero();
    }

    @Tag("endurance")
    @ParameterizedTest
    @EnumSource
    void activeCampaignGroupsGoOnAfterARestart(Kind kind) throws Exception {
        settings("1");
        StateStore store = store(kind);
        store.take(event("a", EventType.LOADED, 1));
        store.take(event("b", EventType.STARTED, 2));
        store.take(event("c", EventType.LOADED, 3));
        store.take(event("d", EventType.UNLOADED, 3));

        StateStore again = store(kind);
        List<Integer> claimed = new ArrayList<>();
        await().until(() -> {
            again.claimDue().forEach(due -> claimed.add(due.campaignGroup()));
            return claimed.size() >= 6;
        });
        assertThat(claimed).containsOnly(1, 2);
    }

    @Tag("endurance")
    @ParameterizedTest
    @EnumSource
    void anEditedIntervalAppliesToTheNextNotification(Kind kind) throws Exception {
        settings("86400");
        StateStore store = store(kind);
        store.take(event("a", EventType.LOADED, 1));
        assertThat(store.claimDue()).isEmpty();
        settings("1");

        List<StatusReport> claimed = new ArrayList<>();
        await().until(() -> claimed.addAll(store.claimDue()));
        assertThat(claimed).extracting(StatusReport::campaignGroup).containsExactly(1);
    }

    @Tag("endurance")
    @ParameterizedTest
    @EnumSource
    void notificationsAreNumberedWithoutAGapOverARestartToo(Kind kind) throws Exception {
        settings("1");
        StateStore store = store(kind);
        List<Long> numbers = new ArrayList<>();
        for (int start = 0; start < 2; start++) {
            StateStore now = store;
            numbers.add(now.take(event("a" + start, EventType.LOADED, 1))
                    .orElseThrow()
                    .sequence());
            numbers.add(now.takeDue(claim(now)).orElseThrow().sequence());
            claim(now);
            numbers.add(now.take(event("b" + start, EventType.STARTED, 1))
                    .orElseThrow()
                    .sequence());
            numbers.add(now.takeDue(claim(now)).orElseThrow().sequence());
            claim(now);
            now.close();
            store = store(kind);
        }
        assertThat(numbers)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 8).boxed().toList());
        StatusReport due = claim(store);
        store.take(event("end", EventType.UNLOADED, 1));
        assertThat(store.takeDue(due)).isEmpty();
    }

    @Test
    void afterAKillANumberMayBeLeftOutButIsNeverUsedTwice() throws Exception {
        settings("1");
        StateStore store = store(Kind.SQLITE);
        store.take(event("a", EventType.LOADED, 1));
        assertThat(store.takeDue(claim(store)).orElseThrow().sequence()).isEqualTo(2);
        claim(store);

        assertThat(store(Kind.SQLITE)
                        .take(event("b", EventType.STARTED, 1))
                        .orElseThrow()
                        .sequence())
                .isBetween(3L, 4L);
    }

    @Test
    void aNumberThatIsReservedAheadIsNotLeftOutByAStop() throws Exception {
        settings("2");
        StateStore store = store(Kind.SQLITE);
        store.take(event("a", EventType.LOADED, 1));
        store.take(event("b", EventType.LOADED, 2));
        StatusReport first = claim(store);
        store.prepare(List.of(first.campaignGroup()));
        store.takeDue(first);
        store.close();

        StateStore again = store(Kind.SQLITE);
        assertThat(again.take(event("c", EventType.STARTED, 1)).orElseThrow().sequence()
                        + again.take(event("d", EventType.STARTED, 2))
                                .orElseThrow()
                                .sequence())
                .as("one of the two was told of twice, the other once")
                .isEqualTo(3 + 2);
    }

    @Test
    void eventsThatComeWhileNumbersAreReservedKeepTheirsOverAKill() throws Exception {
        settings("1");
        JdbcStateRepository saved = new JdbcStateRepository(database(Kind.SQLITE), Clock.systemUTC());
        List<Long> numbers = new ArrayList<>();
        StateStore[] store = {null};
        StateRepository late = (StateRepository) Proxy.newProxyInstance(
                StateRepository.class.getClassLoader(),
                new Class<?>[] {StateRepository.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("raiseSequences")) {
                        for (String id : List.of("b", "c", "d")) {
                            numbers.add(store[0].take(event(id, EventType.DIAL_MODE_CHANGED, 1))
                                    .orElseThrow()
                                    .sequence());
                        }
                    }
                    return method.invoke(saved, arguments);
                });
        store[0] = new SingleNodeStateStore(late, configuration, new MonotonicClock());
        store[0].open();
        store[0].take(event("a", EventType.LOADED, 1));
        store[0].prepare(List.of(claim(store[0]).campaignGroup()));
        assertThat(numbers).containsExactly(2L, 3L, 4L);

        assertThat(store(Kind.SQLITE)
                        .take(event("e", EventType.STARTED, 1))
                        .orElseThrow()
                        .sequence())
                .isEqualTo(5);
    }

    /** What a clock that is set back does: every time in the database lies in the future. */
    @Tag("endurance")
    @ParameterizedTest
    @ValueSource(longs = {60_000, 3_600_000, 604_800_000})
    void periodicMessagesGoOnWhenTheServersClockIsSetBack(long millis) throws Exception {
        settings("1");
        StateStore store = store(Kind.POSTGRESQL);
        store.take(event("a", EventType.LOADED, 1));
        store.takeDue(claim(store));
        try (StateDataSource source = dataSource(Kind.POSTGRESQL);
                Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE campaign_group_state SET due = due + " + millis + ", told = told + " + millis);
            connection.commit();
        }

        assertThat(store.takeDue(claim(store))).isPresent();
        assertThat(store.takeDue(claim(store))).isPresent();
    }

    /** What a clock that is set forward does: every time in the database lies in the past. */
    @Test
    void nothingIsMadeUpForWhenTheServersClockIsSetForward() throws Exception {
        settings("3600");
        StateStore store = store(Kind.POSTGRESQL);
        store.take(event("a", EventType.LOADED, 1));
        try (StateDataSource source = dataSource(Kind.POSTGRESQL);
                Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE campaign_group_state SET due = due - 604800000, told = told - 604800000");
            connection.commit();
        }

        assertThat(store.claimDue()).hasSize(1);
        assertThat(store.claimDue()).isEmpty();
    }
}
