package org.campaignstatus.page;

import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.EventType;
import org.campaignstatus.lifecycle.Status;

/** The codes of notifications in the words of those who run a contact centre. */
final class DisplayText {

    private DisplayText() {}

    static String status(Status status) {
        return switch (status) {
            case UNKNOWN -> "Unknown";
            case NOT_LOADED -> "Not loaded";
            case WAITING_UNLOAD -> "Waiting for unload";
            case UNLOAD_IN_PROGRESS -> "Unloading";
            case INACTIVE -> "Inactive";
            case ACTIVE -> "Active";
            case RUNNING -> "Running";
        };
    }

    /** @return what a status means for the calls; empty where its name says so */
    static String meaning(Status status) {
        return switch (status) {
            case ACTIVE -> "loaded, not dialling";
            case RUNNING -> "dialling";
            default -> "";
        };
    }

    /** @return how a running campaign group dials; empty for another one, and if it is not known */
    static String dialMode(CampaignGroupState state, CampaignGroup group) {
        DialMode mode = dialModeOf(state, group);
        return mode == null
                ? ""
                : switch (mode) {
                    case NO_DIAL_MODE -> "None";
                    case PREDICT -> "Predictive";
                    case PROGRESS -> "Progressive";
                    case PREVIEW -> "Preview";
                    case PROGRESS_AND_SEIZE -> "Progressive and seize";
                    case PREDICT_AND_SEIZE -> "Predictive and seize";
                    case POWER -> "Power";
                    case POWER_AND_SEIZE -> "Power and seize";
                    case PUSH_PREVIEW -> "Push preview";
                    case PROGRESS_GVP -> "Progressive GVP";
                    case PREDICT_GVP -> "Predictive GVP";
                    case POWER_GVP -> "Power GVP";
                };
    }

    /** @return what the pacing of a running campaign group holds at which goal; empty if it holds none */
    static String optimization(CampaignGroupState state, CampaignGroup group) {
        DialMode mode = dialModeOf(state, group);
        OptimizationMethod by = state.optimizeBy() == null ? group.optimizeBy() : state.optimizeBy();
        if (mode == null || !mode.isPredictive() || by == null) {
            return "";
        }
        Integer goal = state.optimizeGoal() == null ? group.optimizeGoal() : state.optimizeGoal();
        return switch (by) {
            case NO_OPTIMIZATION_METHOD -> "";
            case BUSY_FACTOR -> "busy factor" + at(goal, " %");
            case OVERDIAL_RATE -> "overdial rate" + at(goal, " %");
            case WAIT_TIME -> "wait time" + at(goal, " s");
        };
    }

    private static String at(Integer goal, String unit) {
        return goal == null ? "" : " at " + goal + unit;
    }

    private static DialMode dialModeOf(CampaignGroupState state, CampaignGroup group) {
        if (state.status() != Status.RUNNING) {
            return null;
        }
        return state.dialMode() == null ? group.dialMode() : state.dialMode();
    }

    static String action(EventType type) {
        return switch (type) {
            case LOADED -> "Loaded";
            case UNLOADED -> "Unloaded";
            case STARTED -> "Started";
            case STOPPED -> "Stopped";
            case DIAL_MODE_CHANGED -> "Dial mode changed";
        };
    }

    /** @return who caused an event; empty if that is not known */
    static String actor(int actor) {
        return switch (actor) {
            case 0 -> "";
            case 1 -> "by a client";
            case 2 -> "by the schedule";
            case 3 -> "by the dialer itself";
            default -> "by actor " + actor;
        };
    }
}
