package org.campaignstatus.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.database.MemoryStateRepository;
import org.campaignstatus.database.SingleNodeStateStore;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.lifecycle.CampaignGroupMessage;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.util.MonotonicClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lanes as a step of a route. */
final class LaneComponentTest extends CamelTestSupport {

    private static final int A = 1;
    private static final int B = 2;

    /** What goes through the lanes of this test. */
    record Message(int campaignGroup, String text) implements CampaignGroupMessage {}

    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<String> trace = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    /** What the lanes come with: the program's own beans, for a configuration of this test. */
    @Override
    protected CamelContext createCamelContext() throws Exception {
        Path groups = Files.writeString(
                folder.resolve("configuration.json"),
                Configured.campaignGroups().with(A).with(B).json());
        CamelContext context = new DefaultCamelContext(false);
        Map<String, String> settings = Map.of(
                SettingKeys.CONFIGURATION_FILE.name(), groups.toString(),
                SettingKeys.LIFECYCLE_FILE.name(), "false",
                SettingKeys.STATISTICS_FILE.name(), "false");
        ReloadableConfiguration configuration =
                new ReloadableConfiguration(folder.resolve("application.properties"), settings::get);
        context.getRegistry().bind("liveConfiguration", configuration);
        context.getRegistry()
                .bind(
                        "stateStore",
                        new SingleNodeStateStore(new MemoryStateRepository(), configuration, new MonotonicClock()));
        context.build();
        return context;
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:start")
                        .to("lane:direct:target")
                        .process(exchange -> trace.add("behind the lane: " + text(exchange)))
                        .to("mock:behind");
                from("direct:list")
                        .split(body())
                        .parallelProcessing()
                        .executorService(new InOrderExecutor())
                        .to("lane:direct:target");
                from("direct:idle")
                        .to("lane:direct:target?onlyIfIdle=true")
                        .process(exchange -> trace.add("behind the lane: " + text(exchange)))
                        .to("mock:behind");
                from("direct:target").process(LaneComponentTest.this::target).to("mock:target");
            }
        };
    }

    private void target(Exchange exchange) throws Exception {
        trace.add("in the lane: " + text(exchange));
        if (text(exchange).startsWith("slow")) {
            gate.await();
        }
        if (text(exchange).startsWith("bad")) {
            throw new IllegalArgumentException("refused by the target");
        }
        exchange.getMessage().setHeader("by", "target");
    }

    private static String text(Exchange exchange) {
        return exchange.getMessage().getBody(Message.class).text();
    }

    @Test
    void theOrderOfACampaignGroupIsKept() throws Exception {
        List<Message> messages =
                IntStream.range(0, 500).mapToObj(i -> new Message(A, "a" + i)).toList();
        MockEndpoint target = getMockEndpoint("mock:target");
        target.expectedBodiesReceived(messages);

        template.sendBody("direct:list", messages);

        target.assertIsSatisfied();
    }

    @Test
    void theSenderGoesOnAndTheStepsBehindTheLaneComeAfterIt() throws Exception {
        template.asyncSendBody("direct:start", new Message(A, "slow a"));
        template.sendBody("direct:start", new Message(B, "b"));

        await().until(() -> trace.contains("in the lane: slow a"));
        assertThat(trace).doesNotContain("behind the lane: slow a");
        gate.countDown();
        await().until(() -> trace.contains("behind the lane: slow a"));
        assertThat(trace.indexOf("behind the lane: slow a")).isGreaterThan(trace.indexOf("in the lane: slow a"));
    }

    @Test
    void whatTheTargetMadeOfTheMessageIsSeenBehindTheLane() throws Exception {
        MockEndpoint behind = getMockEndpoint("mock:behind");
        behind.expectedMessageCount(1);
        behind.expectedHeaderReceived("by", "target");

        template.sendBody("direct:start", new Message(A, "a"));

        behind.assertIsSatisfied();
    }

    @Test
    void aFailureInTheTargetReachesTheSenderAndNotTheStepsBehindTheLane() throws Exception {
        MockEndpoint behind = getMockEndpoint("mock:behind");
        behind.expectedBodiesReceived(new Message(A, "good"));

        assertThatThrownBy(() -> template.sendBody("direct:start", new Message(A, "bad")))
                .isInstanceOf(CamelExecutionException.class)
                .hasRootCauseMessage("refused by the target");
        template.sendBody("direct:start", new Message(A, "good"));

        behind.assertIsSatisfied();
    }

    @Test
    void aMessageOfNoCampaignGroupIsRejected() {
        assertThatThrownBy(() -> template.sendBody("direct:start", "text"))
                .hasCauseInstanceOf(InvalidPayloadException.class);
        assertThat(trace).isEmpty();
    }

    @Test
    void onlyIfIdlePassesTheLaneByWhileSomethingIsInIt() throws Exception {
        template.asyncSendBody("direct:start", new Message(A, "slow a"));
        await().until(() -> trace.contains("in the lane: slow a"));
        template.sendBody("direct:idle", new Message(A, "period"));
        template.sendBody("direct:idle", new Message(B, "period of b"));

        assertThat(trace)
                .containsExactly(
                        "in the lane: slow a",
                        "behind the lane: period",
                        "in the lane: period of b",
                        "behind the lane: period of b");
        gate.countDown();
        await().until(() -> trace.contains("behind the lane: slow a"));
    }

    @Test
    void aLaneCannotBeConsumedFrom() {
        assertThatThrownBy(() -> context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("lane:direct:target").to("mock:never");
                    }
                }))
                .hasRootCauseInstanceOf(UnsupportedOperationException.class)
                .hasRootCauseMessage("a lane leads to direct:target: consume from that");
    }
}
