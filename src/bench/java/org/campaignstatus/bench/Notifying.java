package org.campaignstatus.bench;

import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.EventType;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.runtime.Application;
import org.campaignstatus.settings.ExternalOverrides;

/** The program, with eight threads that hand reports to the shipped route {@code notify} and so to {@code post}. */
final class Notifying {

    private Notifying() {}

    public static void main(String[] arguments) throws Exception {
        Main program = Application.create(Path.of("application.properties"), new ExternalOverrides());
        program.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport main) {
                begin(main.getCamelContext());
            }
        });
        program.run();
    }

    private static void begin(CamelContext context) {
        Thread thread = new Thread(() -> {
            try {
                Endpoint notify = context.getEndpoint("direct:notify");
                Producer producer = notify.createProducer();
                producer.start();
                EightThreads.serve((group, number) -> send(notify, producer, report(group, number)));
            } catch (Exception e) {
                e.printStackTrace();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    static StatusReport report(int group, int number) {
        LifecycleEvent event = new LifecycleEvent(
                group + "-" + number, EventType.STARTED, group, Job.time(number), null, null, null, number);
        return StatusReport.of(event, CampaignGroupState.initial(group).after(event, event.time()));
    }

    private static void send(Endpoint notify, Producer producer, StatusReport report) throws Exception {
        Exchange exchange = notify.createExchange();
        exchange.getMessage().setBody(report);
        producer.process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }
}
