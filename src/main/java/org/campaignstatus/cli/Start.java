package org.campaignstatus.cli;

import static org.campaignstatus.runtime.Application.APPLICATION_PROPERTIES;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.campaignstatus.routefile.FailureMessage;
import org.campaignstatus.runtime.Application;
import org.campaignstatus.runtime.CannotStartException;
import org.campaignstatus.runtime.Logging;
import org.campaignstatus.settings.ExternalOverrides;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the routes of the folder {@code routes} with the settings of {@code application.properties}, both in the working
 * directory, until the process is stopped.
 */
public final class Start {

    private static final Path ROUTES = Path.of("routes");

    private Start() {}

    /** @return the exit status, once the program was stopped or could not start */
    public static int run() {
        Logging.useFile();
        Optional<String> missing = missing();
        if (missing.isPresent()) {
            report(missing.get());
            return 1;
        }
        try {
            ExternalOverrides overrides = new ExternalOverrides();
            overrides.check();
            Application.create(APPLICATION_PROPERTIES, overrides).run();
            return 0;
        } catch (Exception | LinkageError e) {
            Logging.end();
            reasons(e).forEach(Start::report);
            return 1;
        }
    }

    private static void report(String reason) {
        System.err.println("Cannot start: " + reason);
    }

    /** @return what is missing without which nothing else can be checked; empty if all is there */
    private static Optional<String> missing() {
        Path folder = Path.of("").toAbsolutePath();
        if (Files.notExists(APPLICATION_PROPERTIES)) {
            return Optional.of(APPLICATION_PROPERTIES + " is missing in " + folder
                    + ": expected to be started in a folder that holds it");
        }
        return Files.isDirectory(ROUTES)
                ? Optional.empty()
                : Optional.of(
                        "the folder " + ROUTES + " is missing in " + folder + ": expected one with the XML routes");
    }

    /** @return what {@code --check} finds, and the failure itself unless it is one of these findings; a line each */
    private static List<String> reasons(Throwable failure) {
        String own = FailureMessage.line(failure);
        List<String> reasons = new ArrayList<>();
        try {
            reasons.addAll(Check.findings(new ExternalOverrides()).problems());
        } catch (Exception e) {
            Logger log = LoggerFactory.getLogger("campaignstatus");
            log.debug("The check has failed", e);
        }
        boolean found = failure instanceof CannotStartException
                ? reasons.stream().anyMatch(reason -> reason.endsWith(own))
                : !reasons.isEmpty();
        if (!found) {
            reasons.add(own);
        }
        return reasons;
    }
}
