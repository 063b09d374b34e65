package org.campaignstatus.page;

import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;
import org.campaignstatus.lifecycle.EventType;
import org.campaignstatus.lifecycle.Status;

/** The texts that the page shows for codes. */
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

    /** @return an explanation of a status; empty if its name suffices */
    static String meaning(Status status) {
        return switch (status) {
            case ACTIVE -> "loaded, not dialling";
            case RUNNING -> "dialling";
            default -> "";
        };
    }

    /** @return empty if there is no dial mode */
    static String dialMode(DialMode mode) {
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

    /** @return the optimization method and its goal; empty if there is none */
    static String optimization(OptimizationMethod method, Integer goal) {
        return method == null
                ? ""
                : switch (method) {
                    case NO_OPTIMIZATION_METHOD -> "";
                    case BUSY_FACTOR -> "busy factor" + at(goal, " %");
                    case OVERDIAL_RATE -> "overdial rate" + at(goal, " %");
                    case WAIT_TIME -> "wait time" + at(goal, " s");
                };
    }

    private static String at(Integer goal, String unit) {
        return goal == null ? "" : " at " + goal + unit;
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

    /** @return empty if unknown */
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
