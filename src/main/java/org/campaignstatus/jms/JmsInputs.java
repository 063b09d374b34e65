package org.campaignstatus.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.component.jms.JmsConsumer;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.JmsMessage;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.SynchronizationAdapter;
import org.campaignstatus.input.Input;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.RejectionReason;
import org.campaignstatus.lifecycle.CampaignGroupMessage;
import org.campaignstatus.util.LogSanitizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes JMS messages as input, acknowledges and rejects them. Thread-safe. */
public final class JmsInputs {

    private static final Logger LOG = LoggerFactory.getLogger(JmsInputs.class);

    /** An exchange property. */
    static final String INPUT = "input";

    /** A property of a rejected message. */
    private static final String ERROR = "error";

    private static final String GROUP = "JMSXGroupID";

    /** A property of a message that this program sends on. */
    private static final String ORIGINAL_ID = "originalMessageId";

    /** The only property that a sender may not set. */
    private static final String SET_BY_THE_PROVIDER = "JMSXDeliveryCount";

    /**
     * In characters, for all messages in flight together: up to thousands wait for their receivers, each with its text in
     * memory, more than once, until it is acknowledged.
     */
    private static final int MAX_TEXT =
            (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 32);

    private final Semaphore memory = new Semaphore(MAX_TEXT, true);
    private final Object acknowledging = new Object();
    private final String ownQueue;
    private final Quarantine quarantine;

    /** @param ownQueue the queue that only this program sends to, by {@link #group} */
    public JmsInputs(String ownQueue, Quarantine quarantine) {
        this.ownQueue = ownQueue;
        this.quarantine = quarantine;
    }

    /**
     * Makes the JMS message of an exchange, unread, the body and a property; nothing of it becomes a header. Waits until
     * there is memory for it.
     *
     * @throws InterruptedException if the program stops meanwhile
     */
    public void take(Exchange exchange) throws JMSException, InvalidPayloadException, InterruptedException {
        Input input = of(exchange, exchange.getMessage().getMandatoryBody(Message.class));
        exchange.setProperty(INPUT, input);
        DefaultMessage plain = new DefaultMessage(exchange.getContext());
        plain.setBody(input);
        exchange.setMessage(plain);
    }

    private Input of(Exchange exchange, Message message) throws JMSException, InterruptedException {
        int length = Math.min(length(message), MAX_TEXT);
        memory.acquire(length);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                memory.release(length);
            }
        });
        return new JmsInput(id(exchange, message), message);
    }

    /**
     * A producer may set any property, so the original id is read only in the own queue. A message without an id gets a random
     * one, because it must not pass for a redelivery of the one before it.
     */
    private String id(Exchange exchange, Message message) throws JMSException {
        String original = isFromOwnQueue(exchange) ? message.getStringProperty(ORIGINAL_ID) : null;
        String id = original == null ? message.getJMSMessageID() : original;
        return id == null ? "ID:" + UUID.randomUUID() : id;
    }

    private boolean isFromOwnQueue(Exchange exchange) {
        return exchange.getFromEndpoint() instanceof JmsEndpoint endpoint
                && ownQueue.equals(endpoint.getDestinationName());
    }

    static int length(Message message) throws JMSException {
        if (message instanceof TextMessage text && text.getText() != null) {
            return text.getText().length();
        }
        return message instanceof BytesMessage bytes ? (int) Math.min(bytes.getBodyLength(), MAX_TEXT) : 0;
    }

    /**
     * Sets id and reason as properties of a rejected message, makes it the one that the exchange sends on, and adds it to the
     * quarantine. Its body is not read, because deserializing an object can run any code.
     */
    public void reject(Exchange exchange, Input input, Exception problem) throws JMSException {
        String reason = reason(input, problem);
        change(exchange, input, Map.of(ERROR, reason, ORIGINAL_ID, input.id()));
        quarantine.add((JmsInput) input, RejectionReason.of(problem), reason);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange done) {
                noteSentByItsOwnRoute(done);
            }
        });
        if (acknowledgesAllBefore(exchange)) {
            // the consumer must not receive the next message, whose acknowledgement would be this one's too
            exchange.setPattern(ExchangePattern.InOut);
        }
    }

    /** Routes of versions before 1.0.0 quarantine a message themselves, and call nothing after that. */
    private void noteSentByItsOwnRoute(Exchange done) {
        boolean sent = done.getFromEndpoint() instanceof JmsEndpoint
                && done.getProperty(Exchange.TO_ENDPOINT, "", String.class).startsWith("jms:")
                && done.getProperty(Exchange.FAILURE_ENDPOINT) == null;
        if (sent && quarantine.isWaiting(done)) {
            quarantine.kept(done, done.getProperty(INPUT, JmsInput.class));
        }
    }

    private static boolean acknowledgesAllBefore(Exchange exchange) {
        return exchange.getFromEndpoint() instanceof JmsEndpoint endpoint
                && endpoint.getConfiguration().getAcknowledgementMode() == Session.CLIENT_ACKNOWLEDGE;
    }

    /** Acknowledges a rejected message after it was sent to its queue. */
    public void kept(Exchange exchange) {
        acknowledge(quarantine.kept(exchange, exchange.getProperty(INPUT, JmsInput.class)));
    }

    /**
     * Sets the message group, so that the broker gives all messages of a campaign group to the same consumer, and makes the
     * message the one that the exchange sends on. It keeps its id, which may be the event's.
     */
    public void group(Exchange exchange, Input input, CampaignGroupMessage event) throws JMSException {
        change(exchange, input, Map.of(GROUP, Integer.toString(event.campaignGroup()), ORIGINAL_ID, input.id()));
    }

    /**
     * Hands the message to the container that has received it. That sends on many in one transaction, and acknowledges each
     * after it; the exchange cannot do so any more.
     */
    public void sendOn(Exchange exchange) throws Exception {
        JmsInput input = (JmsInput) exchange.removeProperty(INPUT);
        if (!(exchange.getUnitOfWork().getRoute().getConsumer() instanceof JmsConsumer consumer
                && consumer.getListenerContainer() instanceof ListenerContainer container)) {
            throw new IllegalStateException("sendOn expects a message that its route has from jms:");
        }
        container.sendOn(ownQueue, input.message(), () -> acknowledge(input));
    }

    private static void change(Exchange exchange, Input input, Map<String, String> marks) throws JMSException {
        ((JmsInput) input).load();
        Message message = ((JmsInput) input).message();
        Map<String, Object> properties = properties(message);
        message.clearProperties();
        properties.forEach((name, value) -> setIfAllowed(message, name, value));
        for (Map.Entry<String, String> mark : marks.entrySet()) {
            message.setStringProperty(mark.getKey(), mark.getValue());
        }
        // Camel would make a new JMS message of the plain one that the exchange has
        exchange.setMessage(new JmsMessage(exchange, message, null, null));
    }

    private static Map<String, Object> properties(Message message) throws JMSException {
        Map<String, Object> properties = new HashMap<>();
        for (Enumeration<?> names = message.getPropertyNames(); names.hasMoreElements(); ) {
            String name = (String) names.nextElement();
            if (!name.equals(SET_BY_THE_PROVIDER)) {
                properties.put(name, message.getObjectProperty(name));
            }
        }
        return properties;
    }

    /**
     * Other protocols allow properties that JMS does not, such as names that are no Java identifiers (in all messages of Qpid
     * JMS) or bytes as values: a client may read them but throw when they are set.
     */
    private static void setIfAllowed(Message message, String name, Object value) {
        try {
            message.setObjectProperty(name, value);
        } catch (JMSException | RuntimeException e) {
            LOG.debug("property {} of a message is left out", LogSanitizer.of(name), e);
        }
    }

    private static String reason(Input input, Exception problem) {
        if (problem instanceof InvalidInputException) {
            return problem.getMessage();
        }
        LOG.error("message {} could not be accepted", shown(input), problem);
        return LogSanitizer.of("could not be accepted: " + problem);
    }

    /** The sender chooses the id. */
    static String shown(Input input) {
        return LogSanitizer.of(input.id());
    }

    /** If this fails, the broker delivers the message again, and the event is recognised by its id. */
    public void acknowledge(Exchange exchange) {
        JmsInput input = exchange.getProperty(INPUT, JmsInput.class);
        if (input != null) {
            acknowledge(input);
        }
    }

    private void acknowledge(JmsInput input) {
        try {
            // a session is not thread-safe, and the lanes run in many threads
            synchronized (acknowledging) {
                input.message().acknowledge();
            }
        } catch (JMSException | IllegalStateException e) {
            LOG.debug("message {} could not be acknowledged", shown(input), e);
        }
    }
}
