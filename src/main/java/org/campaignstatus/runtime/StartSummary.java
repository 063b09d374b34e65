package org.campaignstatus.runtime;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.settings.ListeningPort;
import org.campaignstatus.settings.Setting;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the start with a few lines in the log: what runs, where, and what is off. */
final class StartSummary extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus");

    /** Receivers that a line names. */
    private static final int MAX_NAMED = 5;

    private static final List<Setting<Boolean>> SWITCHES = List.of(
            SettingKeys.LIFECYCLE_FILE,
            SettingKeys.LIFECYCLE_JMS,
            SettingKeys.STATISTICS_FILE,
            SettingKeys.STATISTICS_JMS,
            SettingKeys.INGEST_HTTP,
            SettingKeys.DIALER_SQL,
            SettingKeys.ROUTES_RELOAD);

    private final ReloadableConfiguration configuration;

    StartSummary(ReloadableConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public void onContextStarted(CamelContext context) {
        Configuration current = configuration.get();
        Settings settings = current.settings();
        LOG.info(
                "{} campaign groups in {}; {}",
                current.campaignGroups().size(),
                settings.get(SettingKeys.CONFIGURATION_FILE),
                receivers(current));
        LOG.info("Inputs: {}", joined(inputs(settings)));
        LOG.info("Off: {}", joined(off(settings)));
        LOG.info("campaign-group-status {} is ready; {}", Application.version(), page(context));
    }

    private static String receivers(Configuration configuration) {
        Map<String, Long> receivers = configuration
                .campaignGroups()
                .all()
                .flatMap(group -> configuration.receiver(group).stream())
                .collect(Collectors.groupingBy(receiver -> receiver.shown(), TreeMap::new, Collectors.counting()));
        if (receivers.isEmpty()) {
            return "no notification is sent, because " + reason(configuration);
        }
        String more = receivers.size() > MAX_NAMED ? " and " + (receivers.size() - MAX_NAMED) + " more receivers" : "";
        return "notifications go to "
                + receivers.entrySet().stream()
                        .limit(MAX_NAMED)
                        .map(receiver -> receiver.getKey() + " (campaign groups: " + receiver.getValue() + ")")
                        .collect(Collectors.joining(", "))
                + more;
    }

    private static String reason(Configuration configuration) {
        Settings settings = configuration.settings();
        if (configuration.campaignGroups().size() == 0) {
            return "there is no campaign group";
        }
        if (!settings.get(SettingKeys.SEND_STATES)) {
            return SettingKeys.SEND_STATES + " is false";
        }
        return settings.get(SettingKeys.STATES_URI).isPresent()
                ? "the options of each campaign group turn that off"
                : SettingKeys.STATES_URI + " has no value";
    }

    private static Stream<String> inputs(Settings settings) {
        return Stream.of(
                        input(
                                settings,
                                SettingKeys.LIFECYCLE_FILE,
                                "events from " + settings.get(SettingKeys.LIFECYCLE_DIRECTORY)),
                        input(
                                settings,
                                SettingKeys.LIFECYCLE_JMS,
                                "events from queue " + settings.get(SettingKeys.LIFECYCLE_QUEUE)),
                        input(
                                settings,
                                SettingKeys.STATISTICS_FILE,
                                "statistics from " + settings.get(SettingKeys.STATISTICS_DIRECTORY)),
                        input(
                                settings,
                                SettingKeys.STATISTICS_JMS,
                                "statistics from topic " + settings.get(SettingKeys.STATISTICS_TOPIC)),
                        input(settings, SettingKeys.INGEST_HTTP, "HTTP at " + ListeningPort.ofIngest(settings)),
                        input(settings, SettingKeys.DIALER_SQL, "the dialer's database"))
                .flatMap(input -> input);
    }

    private static Stream<String> input(Settings settings, Setting<Boolean> isOn, String input) {
        return settings.get(isOn) ? Stream.of(input) : Stream.empty();
    }

    private static Stream<String> off(Settings settings) {
        return Stream.concat(
                SWITCHES.stream().filter(key -> !settings.get(key)).map(Setting::name),
                settings.get(SettingKeys.NOTIFICATION_FAILED).isPresent()
                        ? Stream.empty()
                        : Stream.of(SettingKeys.NOTIFICATION_FAILED.name()));
    }

    private static String joined(Stream<String> texts) {
        String joined = texts.collect(Collectors.joining(", "));
        return joined.isEmpty() ? "nothing" : joined;
    }

    private static String page(CamelContext context) {
        return ListeningPort.ofManagement(context::resolvePropertyPlaceholders)
                .map(port -> "status page: http://" + port + "/")
                .orElse("camel.management.enabled is false, so there is no status page");
    }
}
