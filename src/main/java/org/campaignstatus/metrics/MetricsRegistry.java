package org.campaignstatus.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** The registry of all metrics, without those that break the conventions of Prometheus. */
public final class MetricsRegistry {

    /** The bean name that Camel looks up. */
    public static final String NAME = "metricsRegistry";

    private MetricsRegistry() {}

    /** A maximum covers the last minutes, which must not become an hour because the wall clock is set back. */
    private static final class Elapsed implements Clock {

        @Override
        public long wallTime() {
            return TimeUnit.NANOSECONDS.toMillis(monotonicTime());
        }

        @Override
        public long monotonicTime() {
            return System.nanoTime();
        }
    }

    public static MeterRegistry create() {
        MeterRegistry registry =
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), new Elapsed());
        // a gauge whose name ends like the number of a histogram's observations
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        // in nanoseconds; the same in seconds has the name that it has in other programs
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            FunctionCounter.builder("process.cpu", system, now -> now.getProcessCpuTime() / 1e9)
                    .description("Processor time that the program has used")
                    .baseUnit("seconds")
                    .register(registry);
        }
        return registry;
    }
}
