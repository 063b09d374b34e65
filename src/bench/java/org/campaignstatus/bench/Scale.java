package org.campaignstatus.bench;

/** How much is done. @param small as little as shows that the work is done right; its figures mean nothing */
record Scale(boolean small) {

    int of(int full, int less) {
        return small ? less : full;
    }

    /** @return how often each subject has its turn */
    int rounds(int full) {
        return small ? 1 : full;
    }
}
