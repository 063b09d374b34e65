package org.campaignstatus.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.campaignstatus.routefile.FailureMessage;
import org.campaignstatus.runtime.Application;
import org.campaignstatus.settings.ExternalOverrides;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What the program is asked to do. */
@Command(
        name = "java -jar campaign-group-status.jar",
        header = "Tells Web and application servers what an outbound dialer's campaign groups do.",
        description = {
            "",
            "Without an option it starts, in a folder that holds application.properties and routes/, and runs until it is"
                    + " told to stop.",
            ""
        },
        versionProvider = Arguments.Version.class,
        subcommands = {Receive.class, Send.class},
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            " 0:done; nothing is wrong; the test was delivered; all was sent",
            " 1:something is wrong; the test was not delivered; not all was sent",
            " 2:the command line is wrong"
        })
public final class Arguments implements Callable<Integer> {

    /** Nothing is logged: what is wrong is printed. */
    private static final String QUIET = "classpath:org/campaignstatus/cli/quiet-log4j2.properties";

    @Spec
    private CommandSpec command;

    @ArgGroup
    private Job job;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this, and end.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version, and end.")
    private boolean version;

    /** One thing at a time. */
    private static final class Job {

        @Option(
                names = "--check",
                required = true,
                description =
                        "Look at application.properties, the configuration and the routes, print everything that is"
                                + " wrong, and end. Nothing is started or sent.")
        private boolean check;

        @Option(
                names = "--test-send",
                required = true,
                paramLabel = "DBID|NAME",
                description =
                        "Send one periodic message about this campaign group, marked as a test, through the routes,"
                                + " print what became of it, and end.")
        private String testSend;
    }

    private Arguments() {}

    /** @return the exit status */
    public static int execute(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Arguments())
                .setExecutionStrategy(Arguments::run)
                .setParameterExceptionHandler(Arguments::reject)
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> {
                    commandLine.getErr().println(FailureMessage.line(failure));
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    private static int run(ParseResult parsed) {
        Arguments arguments = (Arguments) parsed.commandSpec().userObject();
        if (parsed.hasSubcommand() && arguments.job != null) {
            throw new ParameterException(
                    parsed.commandSpec().commandLine(),
                    "an option and " + parsed.subcommand().commandSpec().name() + " at once");
        }
        if (parsed.hasSubcommand() || arguments.job != null) {
            System.setProperty("log4j2.configurationFile", QUIET);
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int reject(ParameterException e, String[] args) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String expected = command.parent() == null
                ? "nothing, or one of --check, --test-send DBID|NAME, receive, send, --help, --version"
                : command.usageMessage().customSynopsis()[0];
        e.getCommandLine().getErr().println(e.getMessage().lines().findFirst().orElse("") + "; expected " + expected);
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public Integer call() throws Exception {
        if (job == null) {
            return Start.run();
        }
        PrintWriter out = command.commandLine().getOut();
        return job.testSend == null ? check(out) : testSend(out);
    }

    private static int check(PrintWriter out) throws Exception {
        Check.Findings found = Check.findings(new ExternalOverrides());
        found.problems().forEach(out::println);
        found.warnings().forEach(warning -> out.println("WARN " + warning));
        if (found.problems().isEmpty()) {
            out.println(found.warnings().isEmpty() ? "Nothing is wrong" : "Nothing else is wrong");
        }
        return found.problems().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private int testSend(PrintWriter out) throws Exception {
        ExternalOverrides overrides = new ExternalOverrides();
        overrides.check();
        return new TestSend(job.testSend, out).send(Application.APPLICATION_PROPERTIES, overrides)
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }

    /** Says which build this is. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"campaign-group-status " + Application.version()};
        }
    }
}
