package org.campaignstatus.snapshot;

import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;
import org.campaignstatus.lifecycle.Status;

/**
 * How a campaign group is, as one row says. Immutable.
 *
 * @param campaignGroup its DBID
 * @param status not loaded, active or running, and no other
 * @param dialMode null if the row does not say
 * @param optimizeBy null if the row does not say
 * @param optimizeGoal not negative; null if the row does not say
 */
record Snapshot(
        int campaignGroup, Status status, DialMode dialMode, OptimizationMethod optimizeBy, Integer optimizeGoal) {

    /** @return how a campaign group is that has no row any more */
    static Snapshot gone(int campaignGroup) {
        return new Snapshot(campaignGroup, Status.NOT_LOADED, null, null, null);
    }
}
