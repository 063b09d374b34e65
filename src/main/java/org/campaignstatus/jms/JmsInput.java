package org.campaignstatus.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.ByteBuffer;
import org.campaignstatus.input.Input;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.Json;
import org.campaignstatus.input.RejectionReason;
import org.campaignstatus.input.Source;

/** A JMS message as input; only text and bytes messages have a text. */
record JmsInput(String id, Message message) implements Input {

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
            throw new InvalidInputException(RejectionReason.UNREADABLE, "cannot be read: " + e.getMessage());
        }
        throw new InvalidInputException(
                RejectionReason.WRONG_CONTAINER,
                "neither a text nor a bytes message but " + kind() + ": expected a text or bytes message");
    }

    @Override
    public Source source() {
        return Source.JMS;
    }

    private static String checked(String text) {
        if (text == null) {
            throw new InvalidInputException(RejectionReason.NOT_JSON, "empty: expected a JSON object");
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
                RejectionReason.TOO_LONG, "over 1 MiB: expected a message of at most " + Json.LONGEST_TEXT + " bytes");
    }

    /** Artemis discards a long body that nobody has begun to read when the consumer receives the next message. */
    void load() throws JMSException {
        if (message instanceof BytesMessage bytes && bytes.getBodyLength() > 0) {
            bytes.reset();
            bytes.readByte();
            bytes.reset();
        }
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
