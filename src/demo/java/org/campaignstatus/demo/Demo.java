package org.campaignstatus.demo;

import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.LifecycleStrategySupport;
import org.campaignstatus.cli.NotificationLine;
import org.campaignstatus.routefile.FailureMessage;
import org.campaignstatus.runtime.Application;
import org.campaignstatus.settings.ExternalOverrides;

/**
 * Shows the program at work on this machine alone: the shipped routes, the embedded broker, a receiver that prints what
 * it gets, and a campaign day that is fed in through files and JMS.
 */
public final class Demo {

    private static final Path CHECKOUT = Path.of("");
    private static final Path FOLDER = Path.of("target/demo");

    private Demo() {}

    /** Exits with a status that is not 0, after one line that says why, if the demo cannot start. */
    public static void main(String[] args) {
        try {
            DemoLock.take(FOLDER);
            DemoPort.checkAll();
            DemoFolder folder = DemoFolder.fresh(CHECKOUT, FOLDER);
            System.setProperty("log4j2.configurationFile", folder.logging().toString());
            run(folder, new DemoReceiver(DemoPort.RECEIVER.number()));
        } catch (Exception e) {
            System.err.println("The demo cannot start: " + FailureMessage.line(e));
            System.exit(1);
        }
    }

    private static void run(DemoFolder folder, DemoReceiver receiver) throws Exception {
        Main program = Application.create(folder.applicationProperties(), new ExternalOverrides());
        program.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport main) {
                CamelContext context = main.getCamelContext();
                tell("welcome.txt");
                CampaignDay day = new CampaignDay(new WaysIn(context, folder), () -> tell("what-next.txt"));
                context.addLifecycleStrategy(new Closing(day, receiver));
                day.begin();
            }
        });
        program.run();
    }

    private static void tell(String text) {
        Screen.show(text);
        Screen.line("   " + NotificationLine.header());
    }

    /** Ends the day before the routes stop, and the receiver after that, so that it answers what is under way. */
    private static final class Closing extends LifecycleStrategySupport {

        private final CampaignDay day;
        private final DemoReceiver receiver;

        Closing(CampaignDay day, DemoReceiver receiver) {
            this.day = day;
            this.receiver = receiver;
        }

        @Override
        public void onContextStopping(CamelContext context) {
            day.end();
        }

        @Override
        public void onContextStopped(CamelContext context) {
            receiver.stop();
            Screen.line("The demo has stopped. What it leaves is in " + FOLDER + ".");
        }
    }
}
