package org.campaignstatus.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.notification.ConfigurationEnricher;
import org.campaignstatus.notification.Notification;
import org.campaignstatus.notification.Notifications;
import org.campaignstatus.notification.StatisticsEnricher;
import org.campaignstatus.settings.ExternalOverrides;
import org.campaignstatus.statistics.Statistics;
import org.campaignstatus.util.MonotonicClock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Building and writing one notification. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Micro {

    private static final int GROUP = 17;

    private final Notifications notifications = new Notifications();
    private final ObjectWriter json = new ObjectMapper().writerFor(Notification.class);
    private ConfigurationEnricher configuration;
    private StatisticsEnricher statistics;
    private Notification built;
    private int number = Job.FIRST;

    @Setup
    public void prepare() {
        configuration = new ConfigurationEnricher(
                new ReloadableConfiguration(Path.of("application.properties"), new ExternalOverrides()));
        statistics = new StatisticsEnricher(new Statistics(new MonotonicClock(), Duration.ofMinutes(1)));
        built = build();
    }

    @Benchmark
    public Notification build() {
        return notifications.build(statistics.enrich(configuration.enrich(Notifying.report(GROUP, number++))));
    }

    @Benchmark
    public byte[] write() throws Exception {
        return json.writeValueAsBytes(built);
    }

    @Benchmark
    public byte[] buildAndWrite() throws Exception {
        return json.writeValueAsBytes(build());
    }
}
