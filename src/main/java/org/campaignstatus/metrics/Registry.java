package org.campaignstatus.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The registry of all metrics, without those that break the conventions of Prometheus. */
public final class Registry {

    /** Where Camel looks for it. */
    public static final String NAME = "metricsRegistry";

    private Registry() {}

    public static MeterRegistry create() {
        MeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        // a gauge whose name ends like the number of a histogram's observations
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        return registry;
    }
}
