package org.campaignstatus.ingest;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.campaignstatus.util.OncePerMinute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the answer to a request of which nothing was accepted, from the exception that says why. Thread-safe. */
public final class ProblemAnswer implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus");

    /** In seconds. */
    private static final int RETRY_AFTER = 5;

    private final OncePerMinute log = new OncePerMinute(System::nanoTime);

    @Override
    public void process(Exchange exchange) {
        HttpAnswer answer = answer(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        Message message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        answer.headers().forEach(message::setHeader);
        message.setBody(answer.body());
    }

    HttpAnswer answer(Throwable problem) {
        if (problem instanceof RejectedRequestException rejected) {
            return rejected.answer();
        }
        if (log.isDue()) {
            LOG.error("A request cannot be kept, and is answered 503: {}", problem.toString());
        }
        return HttpAnswer.unavailable("the request cannot be kept", RETRY_AFTER);
    }
}
