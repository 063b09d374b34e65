package org.campaignstatus.cli;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.inbox.InputRecord;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.Json;
import org.campaignstatus.jms.ArtemisConnectionFactory;
import org.campaignstatus.routefile.FailureMessage;
import org.campaignstatus.runtime.Application;
import org.campaignstatus.runtime.DryRunContext;
import org.campaignstatus.settings.ExternalOverrides;
import org.campaignstatus.settings.SettingKeys;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends the objects of a file to the broker of the settings or to a URL, as a dialer does. No broker and no source is started. */
@Command(
        name = "send",
        customSynopsis = "send FILE|- [--queue NAME|--topic NAME|--http URL]",
        header = "Send each JSON object of a file to the broker of the settings, or all of them to a URL.",
        sortOptions = false)
final class Send implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "FILE",
            description = "One JSON object, an array of them, or one a line (.jsonl); - is the standard input.")
    private String file;

    @ArgGroup
    private Destination destination = new Destination();

    private PrintWriter err;
    private boolean failed;
    private int sent;

    /** Without any: the queue of lifecycle events. */
    private static final class Destination {

        @Option(
                names = "--queue",
                required = true,
                paramLabel = "NAME",
                description = "Send to this queue; default: lifecycle.jms.queue of the settings.")
        private String queue;

        @Option(
                names = "--topic",
                required = true,
                paramLabel = "NAME",
                description = "Send to this topic, for example campaigngroup.statistics.")
        private String topic;

        @Option(
                names = "--http",
                required = true,
                paramLabel = "URL",
                description =
                        "POST the file to this URL, for example http://127.0.0.1:8089/lifecycle-events; the token of"
                                + " the settings is added if it is the program's own port.")
        private String http;

        jakarta.jms.Destination in(Session session, ReloadableConfiguration configuration) throws JMSException {
            if (topic != null) {
                return session.createTopic(topic);
            }
            return session.createQueue(
                    queue != null ? queue : configuration.get().settings().get(SettingKeys.LIFECYCLE_QUEUE));
        }
    }

    /** @return the exit status */
    @Override
    public Integer call() throws Exception {
        err = command.commandLine().getErr();
        HttpTarget target = destination.http == null ? null : httpTarget();
        try (SentFile input = SentFile.of(file)) {
            if (target != null) {
                failed = !target.send(input, file, command.commandLine().getOut(), err);
            } else {
                send(input);
            }
        }
        return failed ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private HttpTarget httpTarget() {
        try {
            return HttpTarget.parse(destination.http);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }

    private void send(SentFile input) throws Exception {
        ExternalOverrides overrides = new ExternalOverrides();
        overrides.check();
        ReloadableConfiguration configuration =
                new ReloadableConfiguration(Application.APPLICATION_PROPERTIES, overrides);
        try (DryRunContext dryRun = DryRunContext.of(configuration, Set.of());
                Connection connection = connect(dryRun.context())) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageProducer producer = session.createProducer(destination.in(session, configuration));
            for (Iterator<InputRecord> records = input.records(); records.hasNext(); ) {
                send(records.next(), session, producer);
            }
        } finally {
            command.commandLine().getOut().println("sent " + sent);
        }
    }

    private static Connection connect(CamelContext context) throws JMSException {
        ConnectionFactory factory =
                context.getRegistry().lookupByNameAndType("connectionFactory", ConnectionFactory.class);
        String expected = "";
        if (factory instanceof ArtemisConnectionFactory artemis && artemis.isEmbedded()) {
            artemis.useRunningBroker();
            expected = ": expected the program to run in this folder, with lifecycle.jms.enabled or"
                    + " statistics.jms.enabled = true";
        }
        try {
            return factory.createConnection();
        } catch (JMSException e) {
            throw new JMSException("the broker cannot be reached (" + FailureMessage.line(e) + ")" + expected);
        }
    }

    /** What is no object is not sent, but what is no event is: the program says what is wrong with that. */
    private void send(InputRecord record, Session session, MessageProducer producer) throws JMSException {
        try {
            record.requireValid();
            Json.object(record.text());
            producer.send(session.createTextMessage(record.text()));
            sent++;
        } catch (InvalidInputException e) {
            failed = true;
            err.println(file + ", record " + record.position() + ": not sent: " + e.getMessage());
        }
    }
}
