package org.campaignstatus.statistics;

/**
 * The dialer's counters, which restart at each load. Each count is a finite number from 0 to 2^53-1, up to which sums and
 * differences stay exact.
 */
enum StatisticCounter {
    /** Finished attempts. */
    ATTEMPTS("attempts"),
    /** Attempts that a live contact answered. */
    ANSWERED("answered"),
    /** Answered calls that the contact gave up before an agent was there. */
    ABANDONED("abandoned"),
    /** Answered calls that the dialer gave up for want of an agent. */
    DROPPED("dropped"),
    /** Seconds that the agents of the group were busy, all agents added up. */
    BUSY_SECONDS("busySeconds"),
    /** Seconds that the agents of the group were ready, all agents added up. */
    READY_SECONDS("readySeconds"),
    /** Records that are still to be dialled. The only count that goes down in the course of a load. */
    RECORDS_READY("recordsReady"),
    /** Records that are done with. */
    RECORDS_PROCESSED("recordsProcessed");

    private static final double LARGEST = 9_007_199_254_740_991d;

    private final String member;

    StatisticCounter(String member) {
        this.member = member;
    }

    String member() {
        return member;
    }

    /**
     * @return the count, without the sign of a negative zero
     * @throws IllegalArgumentException if it is out of range
     */
    double checked(double count) {
        if (!(count >= 0 && count <= LARGEST)) {
            throw new IllegalArgumentException(member + " is " + count + ": expected 0 to 2^53-1");
        }
        return count + 0.0;
    }
}
