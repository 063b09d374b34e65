package org.campaignstatus.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Configured.event;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultExchangeHolder;
import org.campaignstatus.harness.HarmfulObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Object messages are quarantined unread, and nothing that uses the connection factory unpacks one. */
final class ObjectMessagesTest extends HostileMessagesSetup {

    /** CVE-2026-40860: the body of an object message was unpacked on receipt. */
    @ParameterizedTest
    @ValueSource(strings = {QUEUE, TOPIC})
    void cve_2026_40860_anObjectMessageIsQuarantinedUnread(String queue) throws Exception {
        send(queue, session.createObjectMessage(new HarmfulObject()));

        assertThat(receive(queue + ".failed")).isInstanceOf(ObjectMessage.class);
        assertThat(HarmfulObject.UNPACKED).hasValue(0);
    }

    /** What else uses the connection factory, a route of the site for example, cannot be made to unpack anything. */
    @Test
    void cve_2026_40860_theConnectionFactoryUnpacksNoObjects() throws Exception {
        ConnectionFactory factory =
                program.context().getRegistry().lookupByNameAndType("connectionFactory", ConnectionFactory.class);
        send("objects", session.createObjectMessage(new HarmfulObject()));
        try (Connection own = factory.createConnection()) {
            own.start();
            Session reading = own.createSession(Session.AUTO_ACKNOWLEDGE);
            ObjectMessage message = (ObjectMessage)
                    reading.createConsumer(reading.createQueue("objects")).receive(30_000);

            assertThatThrownBy(message::getObject).isInstanceOf(JMSException.class);
            assertThat(HarmfulObject.UNPACKED).hasValue(0);
        }
    }

    /** CVE-2026-43866: a whole exchange, headers and all, came out of an object message. */
    @Test
    void cve_2026_43866_anExchangeInAnObjectMessageIsQuarantinedUnread() throws Exception {
        int before = receiver.requests().size();
        Exchange forged = new DefaultExchange(program.context());
        forged.getIn().setBody(event("loaded", PLAIN));
        forged.getIn().setHeader("CamelHttpUri", elsewhere.uri("/"));
        send(QUEUE, session.createObjectMessage(DefaultExchangeHolder.marshal(forged)));

        assertThat(receive(QUEUE + ".failed").getStringProperty("error"))
                .startsWith("neither a text nor a bytes message");
        assertThat(receiver.requests()).hasSize(before);
        assertThat(elsewhere.connections()).isZero();
    }
}
