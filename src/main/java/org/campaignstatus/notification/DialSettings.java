package org.campaignstatus.notification;

import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.Status;

/**
 * The dial mode and optimization in force: the last reported ones, else the configured ones. Immutable.
 *
 * @param mode null if the campaign group is not running, or the mode is unknown
 * @param optimizeBy null if the mode is not predictive, or the method is unknown
 * @param optimizeGoal null likewise
 */
public record DialSettings(DialMode mode, OptimizationMethod optimizeBy, Integer optimizeGoal) {

    private static final DialSettings NONE = new DialSettings(null, null, null);

    public static DialSettings of(CampaignGroupState state, CampaignGroup group) {
        if (state.status() != Status.RUNNING) {
            return NONE;
        }
        DialMode mode = first(state.dialMode(), group.dialMode());
        return mode == null || !mode.isPredictive()
                ? new DialSettings(mode, null, null)
                : new DialSettings(
                        mode,
                        first(state.optimizeBy(), group.optimizeBy()),
                        first(state.optimizeGoal(), group.optimizeGoal()));
    }

    private static <T> T first(T reported, T configured) {
        return reported == null ? configured : reported;
    }
}
