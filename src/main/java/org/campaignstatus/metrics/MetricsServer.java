package org.campaignstatus.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.prometheus.MicrometerPrometheus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests for metrics in place of Camel, which answers 406 unless everything is accepted, and answers health
 * requests only after those for metrics.
 */
public final class MetricsServer {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus");

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /** Ahead of the routes that Camel adds. */
    private static final int FIRST = -1;

    private final PrometheusMeterRegistry registry;
    private final WorkerExecutor executor;

    private MetricsServer(PrometheusMeterRegistry registry, WorkerExecutor executor) {
        this.registry = registry;
        this.executor = executor;
    }

    /** Adds the metrics to a server, at the address that Camel is configured with, unless metrics are off. */
    public static void serve(Router router, WorkerExecutor executor, CamelContext context) {
        MicrometerPrometheus camels = context.hasService(MicrometerPrometheus.class);
        PrometheusMeterRegistry registry =
                context.getRegistry().lookupByNameAndType(MetricsRegistry.NAME, PrometheusMeterRegistry.class);
        if (camels != null && registry != null) {
            MetricsServer server = new MetricsServer(registry, executor);
            router.route(camels.getPath())
                    .order(FIRST)
                    .method(HttpMethod.GET)
                    .method(HttpMethod.HEAD)
                    .handler(server::answer);
        }
    }

    private void answer(RoutingContext request) {
        String format = format(request.parsedHeaders().accept());
        executor.executeBlocking(() -> registry.scrape(format), false)
                .onSuccess(metrics -> end(request, 200, format, metrics))
                .onFailure(problem -> {
                    LOG.error("The metrics cannot be shown", problem);
                    end(request, 500, TEXT, "The metrics cannot be shown; the log says why\n");
                });
    }

    /**
     * @param accepted the accepted types, by descending preference
     * @return the preferred format; the text format if neither is accepted, as RFC 9110, 12.4.1 allows
     */
    static String format(List<? extends MIMEHeader> accepted) {
        for (MIMEHeader range : accepted) {
            if (range.weight() > 0 && range.subComponent().equals("openmetrics-text")) {
                return OPEN_METRICS;
            }
            if (range.weight() > 0
                    && (range.component().equals("text") || range.component().equals("*"))) {
                return TEXT;
            }
        }
        return TEXT;
    }

    private static void end(RoutingContext request, int status, String format, String text) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(status).putHeader("Content-Type", format);
        if (request.request().method() == HttpMethod.HEAD) {
            int length = text.getBytes(StandardCharsets.UTF_8).length;
            response.putHeader("Content-Length", Integer.toString(length));
            request.end();
        } else {
            request.end(text);
        }
    }
}
