package org.campaignstatus.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every thread that calls a replaced route reaches the new one. */
final class ReloadableDirectTest {

    private final CountDownLatch asks = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final AtomicBoolean holdTheNext = new AtomicBoolean();
    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        context.addComponent("direct", new HeldDirect());
        context.start();
        put("old");
    }

    @AfterEach
    void stop() throws Exception {
        answer.countDown();
        context.close();
    }

    @Test
    void aSecondThreadGetsTheNewRouteWhileTheFirstStillAsksForIt() throws Exception {
        Producer producer = context.getEndpoint("direct:called").createProducer();
        assertThat(answerBy(producer)).isEqualTo("old");

        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        model.removeRouteDefinition(model.getRouteDefinition("called"));
        put("new");
        holdTheNext.set(true);
        CompletableFuture<Object> first = CompletableFuture.supplyAsync(() -> answerBy(producer));
        await().until(() -> asks.getCount() == 0);
        assertThat(answerBy(producer)).isEqualTo("new");
        answer.countDown();
        assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo("new");
    }

    /** The shipped component, of which a test can block one look-up of a route. */
    private final class HeldDirect extends ReloadableDirect {
        @Override
        protected DirectConsumer getConsumer(String key, boolean block, long timeout) throws InterruptedException {
            if (holdTheNext.compareAndSet(true, false)) {
                asks.countDown();
                answer.await();
            }
            return super.getConsumer(key, block, timeout);
        }
    }

    private void put(String version) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:called").routeId("called").setBody(constant(version));
            }
        });
    }

    private Object answerBy(Producer producer) {
        Exchange exchange = producer.getEndpoint().createExchange();
        try {
            producer.process(exchange);
        } catch (Exception e) {
            return e;
        }
        return exchange.getException() != null
                ? exchange.getException()
                : exchange.getMessage().getBody();
    }
}
