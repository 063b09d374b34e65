package org.campaignstatus.jms;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of one consumer that are to be sent on to another queue, in their order: all that have come, in one
 * transaction, and acknowledged after it. Thread-safe.
 *
 * <p>A kill between the two has the broker deliver them again. They are then recognised by their ids, so at most one without
 * an id is in a transaction.
 */
final class SendOn {

    private static final int MAX_MESSAGES = 100;

    /** In characters. */
    private static final int MAX_TEXT = 1 << 20;

    private final boolean acknowledgesEach;
    private final List<Waiting> waiting = new ArrayList<>();
    private String queue;
    private int text;
    private boolean isFull;
    private Session session;

    private record Waiting(Message message, Runnable acknowledge) {}

    /** The connection is there, but the broker does not take the messages. They still wait. */
    static final class NotSentException extends Exception {

        private static final long serialVersionUID = 1;

        NotSentException(Exception cause) {
            super(cause);
        }
    }

    /** @param acknowledgesEach whether the session does; if not, one message is sent on at a time */
    SendOn(boolean acknowledgesEach) {
        this.acknowledgesEach = acknowledgesEach;
    }

    synchronized void add(String target, Message message, Runnable acknowledge) throws JMSException {
        queue = target;
        text += JmsInputs.length(message);
        waiting.add(new Waiting(message, acknowledge));
        isFull = !acknowledgesEach
                || waiting.size() >= MAX_MESSAGES
                || text >= MAX_TEXT
                || message.getJMSMessageID() == null;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** @return whether messages wait, and those that are there can join them */
    synchronized boolean hasRoom() {
        return !isEmpty() && !isFull;
    }

    synchronized String queue() {
        return queue;
    }

    /** @throws JMSException if the connection is gone, and with it the messages' session */
    synchronized void send(Connection connection) throws JMSException, NotSentException {
        if (session == null) {
            session = connection.createSession(true, Session.SESSION_TRANSACTED);
        }
        try {
            sendAndCommit();
        } catch (JMSException | RuntimeException e) {
            close();
            throw new NotSentException(e);
        }
        waiting.forEach(sent -> sent.acknowledge().run());
        clear();
    }

    private void sendAndCommit() throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            for (Waiting next : waiting) {
                producer.send(next.message());
            }
            session.commit();
        }
    }

    /** The end of a session takes back what was not committed. */
    private void close() {
        try {
            session.close();
        } catch (JMSException | RuntimeException e) {
            // it has ended with its connection
        }
        session = null;
    }

    /** To be called when the messages' session has ended: the broker delivers them again. */
    synchronized void forget() {
        clear();
        if (session != null) {
            close();
        }
    }

    private void clear() {
        waiting.clear();
        text = 0;
        isFull = false;
    }
}
