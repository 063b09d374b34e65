package org.campaignstatus.routing;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Records the step that throws an exception. Camel drops it when the exception leaves a {@code doTry}, or a route without a
 * policy of its own.
 */
final class FailedSteps implements InterceptStrategy {

    private final NotificationFlow flow;

    FailedSteps(NotificationFlow flow) {
        this.flow = flow;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, Processor nextTarget) {
        return new Watched(AsyncProcessorConverterHelper.convert(target), step.getId());
    }

    private final class Watched extends DelegateAsyncProcessor {

        private final String step;

        Watched(AsyncProcessor target, String step) {
            super(target);
            this.step = step;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            try {
                return processor.process(exchange, doneSync -> {
                    if (exchange.getException() != null) {
                        flow.thrown(exchange, step, exchange.getException());
                    }
                    callback.done(doneSync);
                });
            } catch (Throwable e) {
                flow.thrown(exchange, step, e);
                throw e;
            }
        }
    }
}
