package org.campaignstatus.page;

import org.apache.commons.lang3.Strings;
import org.campaignstatus.delivery.DeliveryAttempt;
import org.campaignstatus.delivery.Outcome;

/**
 * Which attempts are wanted. Immutable.
 *
 * @param group DBID, or a part of the name of their campaign group in any letter case; empty for all
 * @param receiver a part of the shown address of their receiver; empty for all
 * @param kind of notification, as the wire says it; empty for all
 * @param outcome {@code delivered}, {@code failed}, or a class of outcomes as in the metrics; empty for all
 */
record AttemptFilter(String group, String receiver, String kind, String outcome) {

    private static final String FAILED = "failed";

    private static final AttemptFilter ALL = new AttemptFilter("", "", "", "");
    private static final AttemptFilter ONLY_FAILED = new AttemptFilter("", "", "", FAILED);

    static AttemptFilter of(int group) {
        return new AttemptFilter(Integer.toString(group), "", "", "");
    }

    boolean isEmpty() {
        return equals(ALL);
    }

    /** @return whether it selects all failed attempts */
    boolean isOnlyFailed() {
        return equals(ONLY_FAILED);
    }

    boolean isOfDbid() {
        return group.matches("\\d{1,9}");
    }

    boolean matches(DeliveryAttempt attempt) {
        return matchesGroup(attempt)
                && (kind.isEmpty() || attempt.delivery().event().kind().equals(kind))
                && matches(attempt.outcome())
                && attempt.delivery().receiver().shown().contains(receiver);
    }

    private boolean matchesGroup(DeliveryAttempt attempt) {
        return isOfDbid()
                ? attempt.delivery().event().campaignGroup() == Integer.parseInt(group)
                : Strings.CI.contains(attempt.delivery().campaignGroup(), group);
    }

    private boolean matches(Outcome attempted) {
        return switch (outcome) {
            case "" -> true;
            case FAILED -> !attempted.delivered();
            default -> attempted.type().label().equals(outcome);
        };
    }
}
