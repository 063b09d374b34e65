package org.campaignstatus.jms;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.component.jms.DefaultJmsMessageListenerContainer;
import org.apache.camel.component.jms.JmsEndpoint;

/**
 * Listens to a queue or topic. A broker that is away or hangs holds up neither the start nor the stop of the program, and
 * {@link BrokerState} logs it, not every second.
 */
class ListenerContainer extends DefaultJmsMessageListenerContainer {

    private static final long STOP_TIMEOUT_SECONDS = 5;

    private final BrokerState state;
    private final BrokerProbe probe;
    private final ExecutorService inOrder;
    private final SendOn sendOn;
    private volatile int outagesBefore;
    private volatile boolean isMute;

    /** Whether the connection was made again after a failure, and there has been no consumer since. */
    private volatile boolean isConnected;

    ListenerContainer(JmsEndpoint endpoint, boolean allowQuickStop, BrokerState state, BrokerProbe probe) {
        super(endpoint, allowQuickStop);
        this.state = state;
        this.probe = probe;
        sendOn = new SendOn(endpoint.isAsyncConsumer());
        inOrder =
                endpoint.getCamelContext().getExecutorServiceManager().newSingleThreadExecutor(this, "jms-start-stop");
    }

    /** Does not wait: the connection is made in the background. */
    @Override
    public void start() {
        inOrder.execute(super::start);
    }

    @Override
    public void stop() {
        await(inOrder.submit(this::stopListening));
    }

    /** Called by {@link #stop} in a thread that may wait for the broker. */
    void stopListening() {
        super.stop();
    }

    @Override
    public void destroy() {
        await(inOrder.submit(super::destroy));
        inOrder.shutdownNow();
        state.forget(getDestinationDescription(), sendOn.queue());
    }

    private void await(Future<?> broker) {
        try {
            broker.get(isMute ? 0 : state.problem().isPresent() ? 1 : STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            isMute = true;
            logger.debug("The broker does not let go of " + getDestinationDescription(), e);
        }
    }

    @Override
    protected MessageConsumer createConsumer(Session session, Destination destination) throws JMSException {
        outagesBefore = probe.outages();
        sendOn.forget();
        try {
            MessageConsumer consumer = listen(session, destination);
            state.listening(getDestinationDescription());
            isConnected = false;
            return consumer;
        } catch (JMSException | RuntimeException e) {
            if (isRunning()) {
                state.notListening(getDestinationDescription(), e);
            }
            throw e;
        }
    }

    MessageConsumer listen(Session session, Destination destination) throws JMSException {
        return super.createConsumer(session, destination);
    }

    @Override
    protected Message receiveMessage(MessageConsumer consumer) throws JMSException {
        Message next = sendOn.hasRoom() ? consumer.receiveNoWait() : null;
        if (next != null) {
            return next;
        }
        sendOn();
        return sendOn.isEmpty() ? receiveNext(consumer) : null;
    }

    /** Returns when nothing waits to be sent on, or when the container has stopped. */
    private void sendOn() throws JMSException {
        while (!sendOn.isEmpty() && isRunning()) {
            try {
                sendOn.send(getSharedConnection());
                state.sending(sendOn.queue());
            } catch (SendOn.NotSentException e) {
                state.notSending(sendOn.queue(), e);
                pause();
            }
        }
    }

    private Message receiveNext(MessageConsumer consumer) throws JMSException {
        Message message = super.receiveMessage(consumer);
        if (message == null && outagesBefore != probe.outages() && !detectsOutages()) {
            throw new JMSException("the broker was away");
        }
        return message;
    }

    /** Called by the route. */
    void sendOn(String queue, Message message, Runnable acknowledge) throws JMSException {
        if (getMaxConcurrentConsumers() > 1 || getSessionAcknowledgeMode() == Session.AUTO_ACKNOWLEDGE) {
            throw new IllegalStateException("sendOn expects one consumer, and acknowledgement by the route");
        }
        sendOn.add(queue, message, acknowledge);
    }

    private boolean detectsOutages() {
        return getConnectionFactory() instanceof ArtemisConnectionFactory;
    }

    /** A task that is rejected after the end is not logged. */
    @Override
    protected void logRejectedTask(Object task, RuntimeException rejection) {
        if (isRunning()) {
            super.logRejectedTask(task, rejection);
        }
    }

    /** {@link BrokerState} logs what is wrong with a connection or queue. */
    @Override
    protected void handleListenerSetupFailure(Throwable failure, boolean alreadyRecovered) {
        if (isRunning() && isConnected && failure instanceof JMSException) {
            // a destination that does not exist, for example: it failed before a consumer was to be created
            state.notListening(getDestinationDescription(), failure);
        }
        logger.debug("A consumer of " + getDestinationDescription() + " has failed", failure);
    }

    /** As in the superclass, except for the log. */
    @Override
    protected void refreshConnectionUntilSuccessful() {
        while (isRunning()) {
            try {
                refreshSharedConnection();
                state.connected();
                isConnected = true;
                return;
            } catch (Exception | LinkageError e) {
                state.noConnection(e);
            }
            if (!pause()) {
                return;
            }
        }
    }

    /** @return whether to go on */
    private boolean pause() {
        lifecycleLock.lock();
        try {
            lifecycleCondition.await(1, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lifecycleLock.unlock();
        }
    }
}
