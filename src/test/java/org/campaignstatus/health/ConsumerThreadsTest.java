package org.campaignstatus.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.timer.TimerConsumer;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.PrototypeExchangeFactory;
import org.apache.camel.spi.ExchangeFactory;
import org.apache.camel.support.ScheduledPollConsumer;
import org.campaignstatus.harness.LogCapture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A thread of a timer or a poll that an Error has ended makes the program count as dead. */
class ConsumerThreadsTest {

    private final AtomicLong nanoTime = new AtomicLong();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ConsumerThreads threads = new ConsumerThreads(context, nanoTime::get, Stream::empty);
    private volatile boolean broken;

    /** Breaks down like one that has no memory left, where Camel does not look after it. */
    private final class BreakingFactory extends PrototypeExchangeFactory {

        BreakingFactory() {
            super();
        }

        BreakingFactory(Consumer consumer) {
            super(consumer);
        }

        @Override
        public ExchangeFactory newExchangeFactory(Consumer consumer) {
            BreakingFactory factory = new BreakingFactory(consumer);
            factory.setCamelContext(camelContext);
            return factory;
        }

        @Override
        public Exchange create(Endpoint endpoint, boolean autoRelease) {
            if (broken) {
                throw new AssertionError("an error on purpose");
            }
            return super.create(endpoint, autoRelease);
        }
    }

    @BeforeEach
    void start() throws Exception {
        context.getCamelContextExtension().setExchangeFactory(new BreakingFactory());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:often?period=10&includeMetadata=false").id("often").to("log:never?level=OFF");
                from("timer:seldom?period=3600000").id("seldom").to("log:never?level=OFF");
                from("scheduler:poll?delay=10").id("poll").to("log:never?level=OFF");
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void timersAndPollsThatRunAreAliveHoweverLongItTakes() {
        for (int minute = 0; minute < 10; minute++) {
            awaitRun();
            assertThat(threads.ended()).isEmpty();
            nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
        }
    }

    @Test
    void aTimerAndAPollWhoseThreadsHaveEndedAreNamed() throws Exception {
        awaitRun();
        threads.watch();
        try (LogCapture log = LogCapture.provoking("org.apache.camel.support.ScheduledPollConsumer")) {
            Thread thread = Thread.getAllStackTraces().keySet().stream()
                    .filter(one -> one.getName().endsWith("timer://often"))
                    .findFirst()
                    .orElseThrow();
            thread.setUncaughtExceptionHandler((ended, error) -> {});
            broken = true;
            thread.join();
            await().until(() -> !log.lines().isEmpty());
        }
        threads.watch();
        nanoTime.addAndGet(Duration.ofSeconds(13).toNanos());
        assertThat(threads.ended()).isEmpty();
        nanoTime.addAndGet(1);
        assertThat(threads.ended()).containsExactly("scheduler://poll", "timer://often");

        HealthCheck check = MessageHealthCheck.liveness("threads", threads::problem);
        assertThat(check.isLiveness()).isTrue();
        assertThat(check.isReadiness()).isFalse();
        check.setEnabled(true);
        assertThat(check.call().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(check.call().getMessage())
                .hasValue("the thread of scheduler://poll has ended: the process has to be started again");
    }

    @Test
    void aRouteThatWasStoppedIsNotExpectedToRun() throws Exception {
        awaitRun();
        threads.watch();
        context.getRouteController().stopRoute("often");
        context.getRouteController().stopRoute("poll");
        nanoTime.addAndGet(Duration.ofMinutes(5).toNanos());
        assertThat(threads.ended()).isEmpty();
    }

    private void awaitRun() {
        TimerConsumer timer = (TimerConsumer) context.getRoute("often").getConsumer();
        ScheduledPollConsumer poll =
                (ScheduledPollConsumer) context.getRoute("poll").getConsumer();
        long timed = timer.getCounter();
        long polled = poll.getCounter();
        await().until(() -> timer.getCounter() > timed && poll.getCounter() > polled);
    }
}
