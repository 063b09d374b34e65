package org.campaignstatus.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.ByteBuffer;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.component.jms.JmsMessage;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.SynchronizationAdapter;
import org.campaignstatus.input.Input;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.Json;
import org.campaignstatus.input.OneLine;
import org.campaignstatus.input.Refusal;
import org.campaignstatus.input.RefusalListener;
import org.campaignstatus.input.Source;
import org.campaignstatus.lifecycle.ForCampaignGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes JMS messages as input: text and bytes messages, and no others. Thread-safe. */
public final class JmsInputs {

    private static final Logger LOG = LoggerFactory.getLogger(JmsInputs.class);

    /** The exchange property that holds the input. */
    private static final String INPUT = "input";

    /** The string property of a rejected message that says why. */
    private static final String ERROR = "error";

    /** The property by which a broker keeps messages together, of the JMS specification. */
    private static final String GROUP = "JMSXGroupID";

    /** The string property of a message that was put into order: its id before that. */
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
    private final RefusalListener listener;

    public JmsInputs() {
        this(RefusalListener.NOBODY);
    }

    public JmsInputs(RefusalListener listener) {
        this.listener = listener;
    }

    private record JmsInput(String id, Message message) implements Input {

        @Override
        public String text() {
            try {
                if (message instanceof TextMessage text) {
                    return checked(text.getText());
                }
                if (message instanceof BytesMessage bytes) {
                    return Json.utf8(ByteBuffer.wrap(content(bytes)));
                }
            } catch (JMSException e) {
                throw new InvalidInputException(Refusal.UNREADABLE, "cannot be read: " + e.getMessage());
            }
            throw new InvalidInputException(
                    Refusal.WRONG_CONTAINER,
                    "neither a text nor a bytes message but " + kind() + ": expected a text or bytes message");
        }

        @Override
        public Source source() {
            return Source.JMS;
        }

        private static String checked(String text) {
            if (text == null) {
                throw new InvalidInputException(Refusal.NOT_JSON, "empty: expected a JSON object");
            }
            if (Json.isTooLong(text)) {
                throw tooLong();
            }
            return text;
        }

        private static byte[] content(BytesMessage message) throws JMSException {
            if (message.getBodyLength() > Json.LONGEST_TEXT) {
                throw tooLong();
            }
            byte[] bytes = new byte[(int) message.getBodyLength()];
            message.readBytes(bytes);
            return bytes;
        }

        private static InvalidInputException tooLong() {
            return new InvalidInputException(
                    Refusal.TOO_LONG, "over 1 MiB: expected a message of at most " + Json.LONGEST_TEXT + " bytes");
        }

        private String kind() {
            for (Class<?> type : message.getClass().getInterfaces()) {
                if (Message.class.isAssignableFrom(type)) {
                    return "a " + type.getSimpleName();
                }
            }
            return "another one";
        }
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
        return new JmsInput(id(message), message);
    }

    private static String id(Message message) throws JMSException {
        String original = message.getStringProperty(ORIGINAL_ID);
        String id = original == null ? message.getJMSMessageID() : original;
        return id == null ? "ID:" + UUID.randomUUID() : id;
    }

    private static int length(Message message) throws JMSException {
        if (message instanceof TextMessage text && text.getText() != null) {
            return text.getText().length();
        }
        return message instanceof BytesMessage bytes ? (int) Math.min(bytes.getBodyLength(), MOST_TEXT) : 0;
    }

    /**
     * Marks a message that could not be used with the reason, and makes it the one that the exchange sends on. Its body
     * is not touched: it may be an object that nobody should see unpacked.
     */
    public void reject(Exchange exchange, Input input, Exception problem) throws JMSException {
        String reason = reason(input, problem);
        sendOn(exchange, input, Map.of(ERROR, reason));
        listener.refused(Source.JMS, Refusal.of(problem));
        LOG.warn("message {} is invalid and kept in the queue of failed ones: {}", shown(input), reason);
    }

    /**
     * Puts a message into the group of its campaign group, so that the broker gives it to the same consumer as all others
     * of that group, and makes it the one that the exchange sends on. It keeps its id, which may be the event's.
     */
    public void group(Exchange exchange, Input input, ForCampaignGroup event) throws JMSException {
        sendOn(exchange, input, Map.of(GROUP, Integer.toString(event.campaignGroup()), ORIGINAL_ID, input.id()));
    }

    private static void sendOn(Exchange exchange, Input input, Map<String, String> marks) throws JMSException {
        Message message = ((JmsInput) input).message();
        Map<String, Object> properties = new HashMap<>();
        for (Enumeration<?> names = message.getPropertyNames(); names.hasMoreElements(); ) {
            String name = (String) names.nextElement();
            properties.put(name, message.getObjectProperty(name));
        }
        message.clearProperties();
        for (Map.Entry<String, Object> property : properties.entrySet()) {
            if (!property.getKey().equals(SET_BY_THE_PROVIDER)) {
                message.setObjectProperty(property.getKey(), property.getValue());
            }
        }
        for (Map.Entry<String, String> mark : marks.entrySet()) {
            message.setStringProperty(mark.getKey(), mark.getValue());
        }
        // setting a body has made a plain message of the one that came in, and of that Camel would make a new one
        exchange.setMessage(new JmsMessage(exchange, message, null, null));
    }

    private static String reason(Input input, Exception problem) {
        if (problem instanceof InvalidInputException) {
            return problem.getMessage();
        }
        LOG.error("message {} could not be taken over", shown(input), problem);
        return OneLine.of("could not be taken over: " + problem);
    }

    /** The id is the sender's to choose. */
    private static String shown(Input input) {
        return OneLine.of(input.id());
    }

    /**
     * Tells the broker that the message is done with. If the broker cannot be told, it will deliver the message again,
     * and the message's event is recognised by its id.
     */
    public void acknowledge(Exchange exchange) {
        JmsInput input = exchange.getProperty(INPUT, JmsInput.class);
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
