package org.campaignstatus.jms;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.TextMessage;
import java.lang.reflect.Proxy;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.campaignstatus.input.Input;
import org.junit.jupiter.api.Test;

/** What a route gets to see of a JMS message. */
final class JmsInputsTest {

    @Test
    void nothingOfAMessageIsAHeaderAlsoIfTheComponentMakesOneOfIt() throws Exception {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(message("an event"));
        exchange.getMessage().setHeader("CamelHttpUri", "http://elsewhere.example.com");

        new JmsInputs("events.ordered", new Quarantine((source, reason) -> {}, System::nanoTime)).take(exchange);

        assertThat(exchange.getMessage().getHeaders()).isEmpty();
        assertThat(exchange.getMessage().getBody(Input.class).text()).isEqualTo("an event");
    }

    private static TextMessage message(String text) {
        return (TextMessage) Proxy.newProxyInstance(
                TextMessage.class.getClassLoader(),
                new Class<?>[] {TextMessage.class},
                (proxy, method, arguments) -> method.getName().equals("getText") ? text : null);
    }
}
