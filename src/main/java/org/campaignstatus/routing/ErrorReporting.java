package org.campaignstatus.routing;

import org.apache.camel.CamelContext;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;

/** Has all errors of the routes reported, in a context whose routes are still to come. */
public final class ErrorReporting {

    private ErrorReporting() {}

    public static void install(CamelContext context, NotificationFlow flow) {
        context.getCamelContextExtension().addInterceptStrategy(new FailedSteps(flow));
        context.getManagementStrategy().addEventNotifier(new UncaughtErrors(flow));
        context.getCamelContextExtension().setErrorHandlerFactory(withoutLog());
    }

    /** Camel's error handler for routes without a policy would log several lines for each error. */
    private static DefaultErrorHandlerDefinition withoutLog() {
        RedeliveryPolicyDefinition policy = new RedeliveryPolicyDefinition();
        policy.logExhausted(false).logStackTrace(false);
        DefaultErrorHandlerDefinition handler = new DefaultErrorHandlerDefinition();
        handler.setRedeliveryPolicy(policy);
        return handler;
    }
}
