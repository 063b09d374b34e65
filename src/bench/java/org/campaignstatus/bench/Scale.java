package org.campaignstatus.bench;

import java.util.List;

/** How much is done. @param small as little as shows that the work is done right; its figures mean nothing */
record Scale(boolean small) {

    /** @return how long the soak lasts, in seconds */
    int soak() {
        return small ? 12 : 60 * Integer.getInteger("bench.minutes", 60);
    }

    /** @return how many campaign groups there are where their number does not matter */
    int groups() {
        return of(1_000, 200);
    }

    int of(int full, int less) {
        return small ? less : full;
    }

    /** @return how often each subject has its turn */
    int rounds(int full) {
        return small ? 1 : full;
    }

    /**
     * @return options of the virtual machines: a start costs half as much with these, and so the whole of a short run
     */
    List<String> options() {
        return small ? List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC") : List.of();
    }
}
