package org.campaignstatus.cli;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.http.ReloadableTls;
import org.campaignstatus.jms.ArtemisConnectionFactory;
import org.campaignstatus.jms.VendorClient;
import org.campaignstatus.routefile.FailureMessage;
import org.campaignstatus.routefile.RouteCheck;
import org.campaignstatus.routefile.RouteFiles;
import org.campaignstatus.runtime.Application;
import org.campaignstatus.runtime.CamelKeys;
import org.campaignstatus.runtime.DryRunContext;
import org.campaignstatus.runtime.IngestChecks;
import org.campaignstatus.runtime.StartChecks;
import org.campaignstatus.settings.ExternalOverrides;
import org.campaignstatus.settings.InvalidSettingException;
import org.campaignstatus.settings.ListeningPort;
import org.campaignstatus.settings.ReloadableFile;
import org.campaignstatus.settings.Setting;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;
import org.campaignstatus.settings.SettingsReview;
import org.campaignstatus.settings.UnusableSettingException;

/**
 * Looks at everything that an operator edits without starting anything: no port is opened, no database, no connection, and
 * nothing is sent.
 */
final class Check {

    /** More than anybody will mend at a time. */
    private static final int MOST_FAULTS = 20;

    private static final List<Setting<?>> TLS = List.of(
            SettingKeys.TRUST_STORE,
            SettingKeys.TRUST_STORE_PASSWORD,
            SettingKeys.KEY_STORE,
            SettingKeys.KEY_STORE_PASSWORD);

    private final Path applicationProperties;
    private final UnaryOperator<String> overrides;
    private final Set<String> problems = new LinkedHashSet<>();
    private final List<String> warnings = new ArrayList<>();

    /**
     * @param problems everything that is wrong with what the operator wrote, in files or elsewhere; a line each with its place
     * @param warnings what has no effect, likewise
     */
    record Findings(List<String> problems, List<String> warnings) {}

    private Check(Path applicationProperties, UnaryOperator<String> overrides) {
        this.applicationProperties = applicationProperties;
        this.overrides = overrides;
    }

    static Findings findings(ExternalOverrides overrides) throws Exception {
        Check check = new Check(Application.APPLICATION_PROPERTIES, overrides);
        check.problems.addAll(overrides.problems());
        check.check();
        return new Findings(List.copyOf(check.problems), check.warnings);
    }

    private void check() throws Exception {
        if (Files.notExists(applicationProperties)) {
            problems.add(applicationProperties + " is missing: expected the settings");
            return;
        }
        SettingsReview review;
        try {
            review = new ReloadableFile<>(applicationProperties, file -> new SettingsReview(file, overrides)).get();
        } catch (InvalidSettingException e) {
            problems.add(e.getMessage());
            problems.add(notLookedAt("configuration and routes were", "the settings"));
            return;
        }
        problems.addAll(review.problems());
        checkConfiguration(review.usable());
        checkTls(review.usable());
        // a wrong URL is named already, and the default is none
        Map<String, String> instead =
                review.isWrong(SettingKeys.DIALER_URL) ? Map.of(SettingKeys.DIALER_SQL.name(), "false") : Map.of();
        problems.addAll(StartChecks.problems(review.forTrial(instead), review::place));
        checkIngest(review);
        checkRoutes(review);
    }

    private void checkIngest(SettingsReview review) {
        try {
            IngestChecks.problem(review.usable())
                    .ifPresent(problem -> problems.add(review.place(SettingKeys.INGEST_HTTP.name()) + ": " + problem));
        } catch (UnusableSettingException e) {
            // what is wrong with that key is a problem already
        }
    }

    private void checkConfiguration(Settings settings) {
        try {
            problems.addAll(Configuration.problems(settings, settings.get(SettingKeys.CONFIGURATION_FILE)));
        } catch (UnusableSettingException e) {
            problems.add(notLookedAt("the configuration was", e.key().name()));
        }
    }

    private void checkTls(Settings settings) {
        try {
            TLS.forEach(settings::get);
            ReloadableTls.of(settings);
        } catch (UnusableSettingException e) {
            problems.add(notLookedAt("the stores for TLS were", e.key().name()));
        } catch (Exception e) {
            problems.add(applicationProperties + ": " + FailureMessage.line(e));
        }
    }

    /** Routes depend neither on what campaign groups there are nor on a store for TLS, and are looked at in any case. */
    private void checkRoutes(SettingsReview review) throws IOException {
        Path nobody = Files.createTempFile("check", ".json");
        try {
            Files.writeString(nobody, "{\"campaignGroups\": []}");
            Settings settings = review.forTrial(Map.of(
                    SettingKeys.CONFIGURATION_FILE.name(), nobody.toString(),
                    SettingKeys.TRUST_STORE.name(), "",
                    SettingKeys.KEY_STORE.name(), ""));
            checkRoutes(settings, review);
        } finally {
            Files.delete(nobody);
        }
    }

    /** Tries again without each key that Camel does not take, so that the next one is found, too. */
    private void checkRoutes(Settings settings, SettingsReview review) {
        CamelKeys keys = new CamelKeys(settings.others(), review::place);
        Set<String> without = new HashSet<>();
        Set<String> broken = new HashSet<>();
        for (int tries = 0; tries <= MOST_FAULTS; tries++) {
            try (DryRunContext dryRun =
                    DryRunContext.of(ReloadableConfiguration.of(settings.without(without)), without)) {
                List<CamelKeys.Fault> faults = keys.faults(dryRun.context(), without);
                if (!faults.isEmpty()) {
                    faults.forEach(fault -> problems.add(fault.line()));
                    faults.forEach(fault -> without.add(fault.name().orElseThrow()));
                    continue;
                }
                checkManagementPort(dryRun.context());
                checkBroker(dryRun.context());
                if (broken.isEmpty()) {
                    checkRoutes(dryRun.context());
                    return;
                }
                break;
            } catch (Exception | LinkageError e) {
                CamelKeys.Fault fault = keys.fault(e, without);
                boolean follows = fault.bean().filter(broken::contains).isPresent();
                if (!follows) {
                    problems.add(fault.line());
                }
                if (fault.name().isEmpty()) {
                    break;
                }
                without.addAll(keys.with(fault.name().get()));
                keys.beanMadeBy(fault.name().get()).ifPresent(broken::add);
            }
        }
        problems.add(notLookedAt("the routes were", "the settings"));
    }

    /** A URL that nobody can connect to, and a jar that is missing, are found without connecting. */
    private void checkBroker(CamelContext context) {
        ArtemisConnectionFactory factory = context.getRegistry().findSingleByType(ArtemisConnectionFactory.class);
        if (factory != null && !factory.isEmbedded()) {
            try {
                factory.start();
            } catch (JMSException e) {
                problems.add(applicationProperties + ": " + FailureMessage.line(e));
            }
            factory.stop();
        }
        context.getRegistry().findByType(ConnectionFactory.class).stream()
                .filter(other -> !(other instanceof ArtemisConnectionFactory))
                .flatMap(other -> VendorClient.missingClass(other.getClass()).stream()
                        .map(missing -> applicationProperties + ": the class " + missing
                                + " is missing on the class path, and "
                                + other.getClass().getName()
                                + " refers to it: expected all jars of the broker's client"))
                .forEach(problems::add);
    }

    private void checkManagementPort(CamelContext context) {
        try {
            ListeningPort.managementPort(context::resolvePropertyPlaceholders, applicationProperties.toString());
        } catch (InvalidSettingException e) {
            problems.add(e.getMessage());
        }
    }

    private void checkRoutes(CamelContext context) {
        try {
            SortedMap<String, String> texts = RouteFiles.read(context);
            RouteCheck check = new RouteCheck(context);
            check.problems(texts).forEach(problem -> problems.add(problem.toString()));
            check.warnings().forEach(warning -> warnings.add(warning.toString()));
            RouteFiles.ignored(context, texts.keySet()).forEach(problem -> problems.add(problem.toString()));
        } catch (InvalidSettingException e) {
            problems.add(e.getMessage());
        } catch (Exception e) {
            problems.add(applicationProperties + ": " + FailureMessage.line(e));
        }
    }

    private static String notLookedAt(String what, String wrong) {
        return what + " not looked at, because of what is wrong with " + wrong;
    }
}
