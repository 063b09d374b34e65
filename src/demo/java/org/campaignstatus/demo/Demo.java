package org.campaignstatus.demo;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.LifecycleStrategySupport;
import org.campaignstatus.routefile.FailureMessage;
import org.campaignstatus.runtime.Application;
import org.campaignstatus.settings.ExternalOverrides;

/**
 * Shows the program at work on this machine alone: the shipped routes, the embedded broker, a receiver that prints what
 * it gets, a campaign day that is fed in through files and JMS, and a database as VICIdial has it.
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
                Scenes scenes = new Scenes(context, CHECKOUT, folder);
                Closing closing = new Closing(scenes, receiver);
                context.addLifecycleStrategy(closing);
                Runtime.getRuntime().addShutdownHook(new Thread(closing::await));
                scenes.begin();
            }
        });
        program.run();
    }

    /** Ends the scenes before the routes stop, and the receiver after that, so that it answers what is under way. */
    private static final class Closing extends LifecycleStrategySupport {

        private static final int LONGEST_STOP_SECONDS = 60;

        private final CountDownLatch stopped = new CountDownLatch(1);
        private final Scenes scenes;
        private final DemoReceiver receiver;

        Closing(Scenes scenes, DemoReceiver receiver) {
            this.scenes = scenes;
            this.receiver = receiver;
        }

        /** Camel waits for the end of one program; there may be two. */
        void await() {
            try {
                stopped.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onContextStopping(CamelContext context) {
            scenes.end();
        }

        @Override
        public void onContextStopped(CamelContext context) {
            receiver.stop();
            Screen.line("The demo has stopped. What it leaves is in " + FOLDER + ".");
            stopped.countDown();
        }
    }
}
