package org.campaignstatus.page;

/** The periods that the page shows, each in the same number of steps, so that memory is the same for each. */
enum TimeRange {
    MINUTES("5m", 1),
    HOUR("1h", 12),
    DAY("24h", 288);

    /** Steps of each range. */
    static final int STEPS = 300;

    private final String label;
    private final int seconds;

    TimeRange(String label, int seconds) {
        this.label = label;
        this.seconds = seconds;
    }

    String label() {
        return label;
    }

    /** @return the length of a step */
    int seconds() {
        return seconds;
    }

    /** @return the number of the step of a time in milliseconds */
    long step(long millis) {
        return Math.floorDiv(millis, seconds * 1000L);
    }
}
