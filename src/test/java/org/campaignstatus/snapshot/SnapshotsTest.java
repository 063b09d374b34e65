package org.campaignstatus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.Map;
import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.EventType;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events rows make, in words of rows, events and states. */
final class SnapshotsTest extends SnapshotsSetup {

    @Test
    void eachChangeOfStatusIsTheEventsThatLeadThere() {
        assertThat(sent(row(1, "not-loaded"))).isEmpty();
        assertThat(sent(row(1, "running"))).containsExactly("1 loaded", "1 started");
        assertThat(sent(row(1, "running"))).isEmpty();
        assertThat(sent(row(1, "loaded"))).containsExactly("1 stopped");
        assertThat(sent(row(1, "running"))).containsExactly("1 started");
        assertThat(sent(row(1, "not-loaded"))).containsExactly("1 stopped", "1 unloaded");
        assertThat(sent(row(1, "loaded"))).containsExactly("1 loaded");
        assertThat(sent(row(1, "not-loaded"))).containsExactly("1 unloaded");
    }

    @Test
    void theDialModeIsThatOfTheEventOrAnEventOfItsOwn() {
        assertThat(sent(row(1, "loaded", "dial_mode", "Predict", "optimize_by", "OverdialRate", "optimize_goal", 3)))
                .containsExactly("1 loaded");
        assertThat(known.states.get(1))
                .extracting(
                        CampaignGroupState::dialMode, CampaignGroupState::optimizeBy, CampaignGroupState::optimizeGoal)
                .containsExactly(DialMode.PREDICT, OptimizationMethod.OVERDIAL_RATE, 3);
        assertThat(sent(row(1, "loaded", "dial_mode", "Predict", "optimize_by", "OverdialRate", "optimize_goal", 5)))
                .containsExactly("1 dial-mode-changed");
        assertThat(sent(row(1, "running", "dial_mode", 6, "optimize_by", null)))
                .containsExactly("1 dial-mode-changed", "1 started");
        assertThat(known.states.get(1).dialMode()).isEqualTo(DialMode.POWER);
        assertThat(sent(row(1, "running"))).isEmpty();
        assertThat(sent(row(1, "not-loaded", "dial_mode", "Preview"))).containsExactly("1 stopped", "1 unloaded");
        assertThat(sent(row(1, "not-loaded", "dial_mode", "Predict"))).isEmpty();
    }

    @Test
    void aCampaignGroupWhoseRowIsGoneIsUnloaded() {
        sent(row(1, "running"), row(2, "loaded"), row(3, "not-loaded"));

        assertThat(sent(row(2, "loaded"))).containsExactly("1 stopped", "1 unloaded");
    }

    @Test
    void noRowAtAllChangesNothingWhereThereWereSome() {
        assertThat(sent()).isEmpty();
        sent(row(1, "running"));

        assertThatThrownBy(() -> sent())
                .hasMessage("the query returns no row of a configured campaign group, and some are loaded: 1");
        assertThatThrownBy(() -> sent(row("Nobody", "running")))
                .hasMessageContaining("no row of a configured campaign group");
    }

    @Test
    void aRestartRepeatsNothingAndFindsWhatHasChangedMeanwhile() {
        sent(row(1, "running"), row(2, "loaded"));
        snapshots = snapshots();

        assertThat(sent(row(1, "running"), row(2, "loaded"))).isEmpty();
        snapshots = snapshots();

        assertThat(sent(row(1, "loaded"), row(3, "loaded")))
                .containsExactlyInAnyOrder("1 stopped", "2 unloaded", "3 loaded");
    }

    @Test
    void theSameChangeThatAnotherNodeFindsMakesNoEvent() {
        StateChange once = poll(row(1, "running")).changes().get(0);
        snapshots = snapshots();
        StateChange again = poll(row(1, "running")).changes().get(0);

        assertThat(accepted(snapshots.events(once))).containsExactly("1 loaded", "1 started");
        assertThat(snapshots.events(again)).isEmpty();
    }

    /**
     * Two nodes that have the lock of a campaign group one after the other have one of these orders only if the database has
     * gone and come back meanwhile.
     */
    @ParameterizedTest
    @ValueSource(strings = {"aabb", "bbaa", "abab", "abba", "baab", "baba"})
    void aChangeThatTwoNodesFindAtTheSameTimeIsAcceptedOnceInWhateverOrder(String order) {
        StateChange here = poll(row(1, "running")).changes().get(0);
        snapshots = snapshots();
        StateChange there = poll(row(1, "running")).changes().get(0);
        assertThat(there.time()).isAfter(here.time());
        Map<Integer, Iterator<LifecycleEvent>> nodes = Map.of(
                (int) 'a', snapshots.events(here).iterator(),
                (int) 'b', snapshots.events(there).iterator());

        assertThat(order.chars().mapToObj(node -> nodes.get(node).next()).flatMap(event -> accepted(event).stream()))
                .containsExactly("1 loaded", "1 started");
        assertThat(sent(row(1, "running"))).isEmpty();
    }

    @Test
    void aRowThatIsOlderThanAnEventOfAnotherSourceMakesNone() {
        StateChange stale = poll(row(1, "running")).changes().get(0);
        known.accept(new LifecycleEvent("by hand", EventType.LOADED, 1, clock.instant(), null, null, null, 1));

        assertThat(snapshots.events(stale)).isEmpty();
        assertThat(sent(row(1, "running"))).containsExactly("1 started");
    }

    @Test
    void aProblemIsShownUntilItIsMended() {
        begin();
        snapshots.failed(new IllegalStateException("Connection refused"));
        assertThat(snapshots.problem())
                .hasValue("the dialer's database cannot be used, the campaign groups stay as they are:"
                        + " Connection refused");

        sent(row(1, "loaded"));
        assertThat(snapshots.problem()).isEmpty();

        begin();
        pass(11);
        assertThat(snapshots.problem()).hasValue("the dialer's database has not answered for 11 s");
    }
}
