package org.campaignstatus.runtime;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Ordered;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.LoadablePropertiesSource;
import org.campaignstatus.database.Database;
import org.campaignstatus.settings.DeadLetterTarget;
import org.campaignstatus.settings.ExternalOverrides;
import org.campaignstatus.settings.Setting;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;

/**
 * Hands the settings to Camel, as they were read once. Camel by itself would read the file as ISO-8859-1, resolve
 * placeholders in what it finds, and decode what it takes for escapes in a URI; then the folder that is locked would not be
 * the folder that is polled. Immutable and thread-safe.
 */
public final class SettingsSource implements LoadablePropertiesSource, Ordered {

    /** What an endpoint URI is built from; a route sees these percent-encoded. */
    private static final Set<Setting<?>> IN_URIS = Set.of(
            SettingKeys.LIFECYCLE_DIRECTORY,
            SettingKeys.STATISTICS_DIRECTORY,
            SettingKeys.LIFECYCLE_QUEUE,
            SettingKeys.STATISTICS_TOPIC);

    private static final String NAME = "campaign-group-status-settings";
    private static final String BEAN = "setting:";

    /** A text that Camel has no way to change: it is a bean, and a String only once it is set on another one. */
    private record Literal(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    private final ExternalOverrides overrides = new ExternalOverrides();
    private final Map<String, String> ours = new HashMap<>();
    private final Map<String, Literal> literals = new HashMap<>();
    private final Map<String, String> others;

    private SettingsSource(Settings settings, Map<String, String> others) {
        this.others = others;
        settings.texts().forEach((name, text) -> ours.put(name, plainOrBean(name, text)));
        IN_URIS.forEach(key -> ours.put(key.name(), inUri(settings.get(key))));
        addDerived(settings);
    }

    /** @return our keys and all others in the file */
    public static SettingsSource of(Settings settings) {
        return new SettingsSource(settings, settings.others());
    }

    /** @return our keys only, for a runtime that reads all others by itself */
    static SettingsSource ofOurKeys(Settings settings) {
        return new SettingsSource(settings, Map.of());
    }

    /** @return what a context was handed; null if it was handed nothing */
    public static SettingsSource of(CamelContext context) {
        return (SettingsSource) context.getPropertiesComponent().getPropertiesSource(NAME);
    }

    /** What the routes need to know and follows from several keys. */
    private void addDerived(Settings settings) {
        String queue = settings.get(SettingKeys.LIFECYCLE_QUEUE);
        String orderedQueue = orderedQueue(settings);
        boolean ordered = settings.get(SettingKeys.LIFECYCLE_JMS) && isOrdered(settings);
        ours.put("lifecycle.order.enabled", Boolean.toString(ordered));
        ours.put("lifecycle.order.queue", inUri(orderedQueue));
        ours.put("lifecycle.jms.source", inUri(ordered ? orderedQueue : queue));
        Optional<DeadLetterTarget> failed = settings.get(SettingKeys.NOTIFICATION_FAILED);
        ours.put("notification.failed.enabled", Boolean.toString(failed.isPresent()));
        ours.put(
                "notification.failed.endpoint",
                failed.map(place -> place.endpoint(SettingsSource::inUri)).orElse("direct:nowhere"));
    }

    /** @return the queue between the two routes that put messages into order */
    static String orderedQueue(Settings settings) {
        return settings.get(SettingKeys.LIFECYCLE_QUEUE) + ".ordered";
    }

    /** With more than one consumer, in one node or in several, only message groups keep the order of events. */
    private static boolean isOrdered(Settings settings) {
        return settings.get(SettingKeys.LIFECYCLE_ORDERED)
                .orElseGet(() -> settings.get(SettingKeys.LIFECYCLE_CONSUMERS) > 1
                        || Database.canBeShared(settings.get(SettingKeys.DATABASE_URL)));
    }

    private String plainOrBean(String name, String text) {
        if (!text.startsWith("#") && !text.matches("(?s).*(\\{\\{|}}|\\\\|@@\\[|\\?nested=).*")) {
            return text;
        }
        literals.put(BEAN + name, new Literal(text));
        return "#bean:" + BEAN + name;
    }

    /** Camel decodes the path of an endpoint URI twice, whatever it consists of. */
    private static String inUri(Object name) {
        StringBuilder encoded = new StringBuilder();
        String text = name instanceof Path path ? path.toString() : (String) name;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = octet > ' ' && String.valueOf((char) octet).matches("[A-Za-z0-9/._~-]");
            encoded.append(plain ? String.valueOf((char) octet) : "%%25%02X".formatted(octet));
        }
        return encoded.toString();
    }

    /** Has the context take the settings from here, and nothing past them. */
    public void handTo(CamelContext context) {
        if (context.getPropertiesComponent() instanceof PropertiesComponent component) {
            // what a system property or an environment variable says is in the settings already
            component.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_FALLBACK);
            component.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
        }
        literals.forEach(context.getRegistry()::bind);
        context.getPropertiesComponent().addPropertiesSource(this);
    }

    boolean isOurs(String name) {
        return ours.containsKey(name);
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST;
    }

    @Override
    public String getProperty(String name) {
        if (isOurs(name)) {
            return ours.get(name);
        }
        String override = overrides.apply(name);
        return override != null ? override : others.get(name);
    }

    @Override
    public Properties loadProperties() {
        return loadProperties(name -> true);
    }

    @Override
    public Properties loadProperties(Predicate<String> filter) {
        Properties properties = new Properties();
        others.keySet().stream().filter(filter).forEach(name -> properties.setProperty(name, getProperty(name)));
        ours.keySet().stream().filter(filter).forEach(name -> properties.setProperty(name, getProperty(name)));
        return properties;
    }

    @Override
    public void reloadProperties(String location) {
        // an edit of what Camel was given takes effect at the next start
    }
}
