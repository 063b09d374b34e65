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

/** Takes JMS messages as input: text and bytes messages, and no others. Thread-safe. */
public final class JmsInputs {

    private static final Logger LOG = LoggerFactory.getLogger(JmsInputs.class);

    /** The exchange property that holds the input. */
    static final String INPUT = "input";

    /** The string property of a rejected message that says why. */
    private static final String ERROR = "error";

    /** The property by which a broker keeps messages together, of the JMS specification. */
    private static final String GROUP = "JMSXGroupID";

    /** The string property of a message that this program sends on: its id before that. */
    private static final String ORIGINAL_ID = "originalMessageId";

    /** Every other property a sender may have set, and may set again. */
    private static final String SET_BY_THE_PROVIDER = "JMSXDeliveryCount";

    /**
     * How many characters of text the messages under way may have together. They wait for their receivers, up to
     * thousands of them, and a message keeps its text in memory, more than once, until it has been acknowledged.
     */
    private static final int MOST_TEXT =
            (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 32);

    private final Semaphore room = new Semaphore(MOST_TEXT, true);
    private final Object acknowledging = new Object();
    private final String ownQueue;
    private final Quarantine quarantine;

    /**
     * @param ownQueue the queue that only this program sends to, by {@link #group}
     * @param quarantine gets the messages that are rejected
     */
    public JmsInputs(String ownQueue, Quarantine quarantine) {
        this.ownQueue = ownQueue;
        this.quarantine = quarantine;
    }

    /**
     * Takes the JMS message of an exchange as input, not looked into yet: as the body, and as a property for when the body
     * is something else. Nothing of the JMS message becomes a header. Waits until there is room for it.
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

    /**
     * A producer may leave the id out; such a message gets one here, because it must not pass for the one before it, and
     * cannot be recognised when it is delivered again.
     */
    private Input of(Exchange exchange, Message message) throws JMSException, InterruptedException {
        int length = Math.min(length(message), MOST_TEXT);
        room.acquire(length);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                room.release(length);
            }
        });
        return new JmsInput(id(exchange, message), message);
    }

    /** A producer may set any property, so the one with the id counts only where no producer sends to. */
    private String id(Exchange exchange, Message message) throws JMSException {
        String original = isFromOwnQueue(exchange) ? message.getStringProperty(ORIGINAL_ID) : null;
        String id = original == null ? message.getJMSMessageID() : original;
        return id == null ? "ID:" + UUID.randomUUID() : id;
    }

    private boolean isFromOwnQueue(Exchange exchange) {
        return exchange.getFromEndpoint() instanceof JmsEndpoint endpoint
                && ownQueue.equals(endpoint.getDestinationName());
    }

    private static int length(Message message) throws JMSException {
        if (message instanceof TextMessage text && text.getText() != null) {
            return text.getText().length();
        }
        return message instanceof BytesMessage bytes ? (int) Math.min(bytes.getBodyLength(), MOST_TEXT) : 0;
    }

    /**
     * Marks a message that could not be used with its id and the reason, makes it the one that the exchange sends on, and
     * hands it to the quarantine. Its body is not touched: it may be an object that nobody should see unpacked.
     */
    public void reject(Exchange exchange, Input input, Exception problem) throws JMSException {
        String reason = reason(input, problem);
        ((JmsInput) input).load();
        sendOn(exchange, input, Map.of(ERROR, reason, ORIGINAL_ID, input.id()));
        quarantine.add((JmsInput) input, RejectionReason.of(problem), reason);
        if (acknowledgesAllBefore(exchange)) {
            // the consumer must not take the next message, whose acknowledgement would be this one's too
            exchange.setPattern(ExchangePattern.InOut);
        }
    }

    private static boolean acknowledgesAllBefore(Exchange exchange) {
        return exchange.getFromEndpoint() instanceof JmsEndpoint endpoint
                && endpoint.getConfiguration().getAcknowledgementMode() == Session.CLIENT_ACKNOWLEDGE;
    }

    /** Takes note that a rejected message is kept, and acknowledges it. */
    public void kept(Exchange exchange) {
        acknowledge(quarantine.kept(exchange.getProperty(INPUT, JmsInput.class)));
    }

    /**
     * Puts a message into the group of its campaign group, so that the broker gives it to the same consumer as all others
     * of that group, and makes it the one that the exchange sends on. It keeps its id, which may be the event's.
     */
    public void group(Exchange exchange, Input input, CampaignGroupMessage event) throws JMSException {
        sendOn(exchange, input, Map.of(GROUP, Integer.toString(event.campaignGroup()), ORIGINAL_ID, input.id()));
    }

    private static void sendOn(Exchange exchange, Input input, Map<String, String> marks) throws JMSException {
        Message message = ((JmsInput) input).message();
        Map<String, Object> properties = properties(message);
        message.clearProperties();
        properties.forEach((name, value) -> setIfAllowed(message, name, value));
        for (Map.Entry<String, String> mark : marks.entrySet()) {
            message.setStringProperty(mark.getKey(), mark.getValue());
        }
        // setting a body has made a plain message of the one that came in, and of that Camel would make a new one
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
     * Other protocols have properties that JMS does not: names that are no Java identifiers, as all messages of Qpid JMS
     * have, and values that are bytes or characters. A JMS client may read them and reject to set them; then they are left
     * out.
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

    /** The id is the sender's to choose. */
    static String shown(Input input) {
        return LogSanitizer.of(input.id());
    }

    /**
     * Acknowledges the message. If that fails, the broker will deliver the message again,
     * and the message's event is recognised by its id.
     */
    public void acknowledge(Exchange exchange) {
        acknowledge(exchange.getProperty(INPUT, JmsInput.class));
    }

    private void acknowledge(JmsInput input) {
        try {
            // a session is not made for two threads, and the lanes end in many
            synchronized (acknowledging) {
                input.message().acknowledge();
            }
        } catch (JMSException | IllegalStateException e) {
            LOG.debug("message {} could not be acknowledged", shown(input), e);
        }
    }
}
