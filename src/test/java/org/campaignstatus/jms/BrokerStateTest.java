package org.campaignstatus.jms;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.LogCapture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often the log tells of a broker in trouble, and in which words. */
final class BrokerStateTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
    private final BrokerState state = new BrokerState(nanos::get);
    private final LogCapture log = LogCapture.provoking("campaignstatus.broker");

    @AfterEach
    void end() {
        log.close();
    }

    @Test
    void oneLineAtOnceThenOneAMinute() {
        for (int second = 0; second < 121; second++) {
            for (int route = 0; route < 3; route++) {
                state.noConnection(new ConnectException("Connection refused"));
            }
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        assertThat(log.lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line.toString())
                        .startsWith("ERROR")
                        .contains("No messages are taken, because the broker cannot be reached: Connection refused"));
    }

    @Test
    void theEndOfATroubleIsLogged() {
        state.noConnection("no answer");
        state.connected();
        state.connected();

        assertThat(state.problem()).isEmpty();
        assertThat(log.lines().stream().filter(line -> line.level() == Level.INFO))
                .hasSize(1);
    }

    @Test
    void healthNamesTheFailingQueueBesideTheWorkingOne() {
        state.notListening("queue 'a'", new IllegalStateException("not exclusive"));
        state.listening("queue 'b'");
        assertThat(state.problem()).contains("queue 'a' cannot be listened to: not exclusive");

        state.listening("queue 'a'");
        assertThat(state.problem()).isEmpty();
    }

    @Test
    void aMissingClassIsNamed() {
        state.noConnection(new IllegalStateException("x", new NoClassDefFoundError("org/fusesource/hawtbuf/Buffer")));
        assertThat(state.problem())
                .hasValueSatisfying(problem -> assertThat(problem)
                        .endsWith("the class org.fusesource.hawtbuf.Buffer is missing on the class path"));
    }
}
