package org.campaignstatus.runtime;

import java.time.Clock;
import org.apache.camel.CamelContext;
import org.campaignstatus.inbox.InboxWriter;
import org.campaignstatus.ingest.HttpInput;
import org.campaignstatus.ingest.IngestServer;
import org.campaignstatus.ingest.IngestStart;
import org.campaignstatus.ingest.Limits;
import org.campaignstatus.ingest.ProblemAnswer;
import org.campaignstatus.lifecycle.LifecycleEvents;
import org.campaignstatus.metrics.Counts;
import org.campaignstatus.settings.ListeningPort;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;
import org.campaignstatus.statistics.Statistics;
import org.campaignstatus.statistics.StatisticsReader;

/** The source that takes HTTP requests. */
final class IngestBeans {

    private IngestBeans() {}

    static void bind(BeanBinder beans, CamelContext context, Settings settings, Clock wallClock, Counts counts) {
        InboxWriter events = new InboxWriter(settings.get(SettingKeys.LIFECYCLE_DIRECTORY), wallClock);
        InboxWriter samples = new InboxWriter(settings.get(SettingKeys.STATISTICS_DIRECTORY), wallClock);
        beans.bind(
                "httpInput",
                new HttpInput(
                        beans.registry().lookupByNameAndType("lifecycleEvents", LifecycleEvents.class),
                        beans.registry().lookupByNameAndType("statisticsSamples", StatisticsReader.class),
                        beans.registry().lookupByNameAndType("knownStatistics", Statistics.class),
                        events,
                        samples,
                        wallClock,
                        counts::rejected));
        beans.bind("problemAnswer", new ProblemAnswer());
        IngestServer server = beans.bind(
                "ingestServer",
                IngestServer.class,
                new IngestServer(
                        ListeningPort.ofIngest(settings),
                        settings.get(SettingKeys.INGEST_TOKEN),
                        events,
                        Limits.DEFAULT));
        if (settings.get(SettingKeys.INGEST_HTTP)) {
            context.addLifecycleStrategy(new IngestStart(server, samples));
        }
    }
}
