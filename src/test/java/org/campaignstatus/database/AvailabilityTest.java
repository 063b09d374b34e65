package org.campaignstatus.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.campaignstatus.harness.LogCapture;
import org.junit.jupiter.api.Test;

/** How often the log tells that the database is not usable. */
class AvailabilityTest {

    private static final String DATABASE = "campaignstatus.database";

    private final AtomicLong nanoTime = new AtomicLong();
    private final Availability availability = new Availability(nanoTime::get);

    @Test
    void reasonsThatTakeTurnsAreToldOnceAMinuteEach() {
        try (LogCapture log = LogCapture.provoking(DATABASE)) {
            for (int i = 0; i < 3; i++) {
                availability.fails("full", new SQLException());
                availability.fails("closed", new SQLException());
            }
            assertThat(log.messages(DATABASE)).hasSize(2);
        }
    }

    @Test
    void aProblemThatComesBackAtOnceAndThenStaysIsToldWithinAMinute() {
        availability.fails("full", new SQLException());
        availability.works();
        try (LogCapture log = LogCapture.provoking(DATABASE)) {
            for (int second = 0; second < 300; second++) {
                availability.fails("full", new SQLException());
                nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
            }
            assertThat(log.messages(DATABASE)).hasSize(1);
        }
    }
}
