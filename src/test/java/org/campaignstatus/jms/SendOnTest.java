package org.campaignstatus.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SendOnTest {

    /** In the order in which it happened: what was sent, committed, acknowledged. */
    private final List<String> events = new ArrayList<>();

    private final SendOn each = new SendOn(true);
    private boolean takesNothing;
    private boolean isGone;

    @Test
    void allThatWaitAreSentInOneTransactionAndThenAcknowledged() throws Exception {
        add(each, "a", "b");
        assertThat(each.hasRoom()).isTrue();
        each.send(connection());
        assertThat(events).containsExactly("a", "b", "commit", "ack a", "ack b");
        assertThat(each.isEmpty()).isTrue();
        assertThat(each.hasRoom()).as("then it is worth waiting for the next").isFalse();
    }

    @Test
    void whatTheBrokerDoesNotTakeIsSentAgainInItsOrder() throws Exception {
        takesNothing = true;
        add(each, "a", "b");
        assertThatThrownBy(() -> each.send(connection())).isInstanceOf(SendOn.NotSentException.class);
        assertThat(events).containsExactly("a", "b", "close");
        events.clear();
        takesNothing = false;
        each.send(connection());
        assertThat(events).containsExactly("a", "b", "commit", "ack a", "ack b");
    }

    @Test
    void withoutAConnectionItIsForTheContainerToForgetThem() throws Exception {
        isGone = true;
        add(each, "a");
        assertThatThrownBy(() -> each.send(connection())).isInstanceOf(JMSException.class);
        each.forget();
        assertThat(each.isEmpty()).isTrue();
        assertThat(events).isEmpty();
    }

    @Test
    void aTransactionHasAHundredMessagesOrAMillionCharacters() throws Exception {
        for (int i = 0; i < 99; i++) {
            add(each, "x");
            assertThat(each.hasRoom()).isTrue();
        }
        add(each, "x");
        assertThat(each.hasRoom()).isFalse();

        SendOn other = new SendOn(true);
        add(other, "x".repeat(1 << 20));
        assertThat(other.hasRoom()).isFalse();
    }

    /** Nothing would recognise it if it was sent on twice. */
    @Test
    void atMostOneHasNoId() throws Exception {
        each.add("q", message("a", null), () -> {});
        assertThat(each.hasRoom()).isFalse();
    }

    @Test
    void oneAtATimeIfAnAcknowledgementIsForAllBefore() throws Exception {
        SendOn one = new SendOn(false);
        add(one, "a");
        assertThat(one.hasRoom()).isFalse();
    }

    private void add(SendOn sendOn, String... texts) throws JMSException {
        for (String text : texts) {
            sendOn.add("q", message(text, "ID:" + text), () -> events.add("ack " + text));
        }
    }

    private static TextMessage message(String text, String id) {
        return made(TextMessage.class, (it, method, arguments) -> switch (method.getName()) {
            case "getText" -> text;
            case "getJMSMessageID" -> id;
            default -> null;
        });
    }

    private Connection connection() {
        MessageProducer producer = made(MessageProducer.class, (it, method, arguments) -> {
            if (method.getName().equals("send")) {
                events.add(((TextMessage) arguments[0]).getText());
            }
            return null;
        });
        Session session = made(Session.class, (it, method, arguments) -> switch (method.getName()) {
            case "createProducer" -> producer;
            case "commit" -> commit();
            case "close" -> close();
            default -> null;
        });
        return made(Connection.class, (it, method, arguments) -> {
            if (isGone) {
                throw new JMSException("no connection");
            }
            return session;
        });
    }

    private Object close() {
        events.add("close");
        return null;
    }

    private Object commit() throws JMSException {
        if (takesNothing) {
            throw new JMSException("no commit");
        }
        events.add("commit");
        return null;
    }

    private static <T> T made(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
