package org.campaignstatus.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.campaignstatus.routefile.FailureMessage;
import org.campaignstatus.routefile.RouteFiles;
import org.campaignstatus.settings.InvalidSettingException;
import org.campaignstatus.settings.ListeningPort;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;
import org.campaignstatus.snapshot.DialerDataSource;
import org.campaignstatus.util.Hosts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, before anything is started, at what Camel would go on without: route files, the folders of the inboxes, the
 * management port.
 */
public final class StartChecks extends MainListenerSupport {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus");

    private final Settings settings;

    StartChecks(Settings settings) {
        this.settings = settings;
    }

    /** @throws InvalidSettingException if the program cannot start; the message says why in one line */
    @Override
    public void beforeConfigure(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        try {
            SortedMap<String, String> texts = RouteFiles.read(context);
            RouteFiles.parse(texts, new ArrayList<>()).stream().findFirst().ifPresent(problem -> {
                throw new InvalidSettingException(problem.toString());
            });
            RouteFiles.ignored(context, texts.keySet()).forEach(problem -> LOG.warn("{}", problem));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new InvalidSettingException(FailureMessage.line(e));
        }
        problems(settings, any -> Application.APPLICATION_PROPERTIES.toString()).stream()
                .findFirst()
                .ifPresent(problem -> {
                    throw new InvalidSettingException(problem);
                });
        IngestChecks.problem(settings).ifPresent(problem -> {
            throw new InvalidSettingException(Application.APPLICATION_PROPERTIES + ": " + problem);
        });
        checkIngestPort();
        ListeningPort.ofManagement(context::resolvePropertyPlaceholders).ifPresent(StartChecks::checkManagementPort);
    }

    /**
     * @param place from the name of a key to its place in the settings
     * @return what is wrong with folders and with the dialer's database, a line each; nothing is made or connected
     */
    public static List<String> problems(Settings settings, UnaryOperator<String> place) {
        return Stream.concat(
                        WritableFolders.problems(settings, place).stream(),
                        DialerDataSource.problems(settings, place).stream())
                .toList();
    }

    /** Opens what the program needs here and not when the context starts, because Camel would log a failure twice. */
    @Override
    public void afterConfigure(BaseMainSupport main) {
        String file = Application.APPLICATION_PROPERTIES.toString();
        new CamelKeys(settings.others(), any -> file)
                .notNumbers(main.getCamelContext(), Set.of()).stream()
                        .findFirst()
                        .ifPresent(fault -> {
                            throw new InvalidSettingException(fault.line());
                        });
        main.getCamelContext().getLifecycleStrategies().stream()
                .filter(ApplicationLifecycle.class::isInstance)
                .forEach(application -> ((ApplicationLifecycle) application).open(main.getCamelContext()));
    }

    private void checkIngestPort() {
        ListeningPort port = ListeningPort.ofIngest(settings);
        try {
            if (settings.get(SettingKeys.INGEST_HTTP)) {
                port.check();
            }
        } catch (IOException e) {
            throw new CannotStartException(SettingKeys.INGEST_PORT + " is " + port.port() + ", and " + port
                    + " cannot be listened on: " + e.getMessage());
        }
    }

    private static void checkManagementPort(ListeningPort port) {
        try {
            port.check();
            if (!Hosts.isLoopback(port.host())) {
                LOG.warn(
                        "camel.management.host is '{}': whoever reaches port {} can read what the campaign groups do and what"
                                + " was sent; expected 127.0.0.1 unless something in between keeps others out",
                        port.host(),
                        port.port());
            }
        } catch (IOException e) {
            throw new CannotStartException("camel.management.port is " + port.port() + ", and " + port
                    + " cannot be listened on: " + e.getMessage());
        }
    }
}
