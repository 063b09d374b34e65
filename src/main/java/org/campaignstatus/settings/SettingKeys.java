package org.campaignstatus.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Every key of ours in application.properties. */
public final class SettingKeys {

    private static final Map<String, Setting<?>> ALL = new LinkedHashMap<>();

    /** The vendor's options, by the vendor's names; a campaign group may have its own value of each. */
    public static final Setting<Boolean> SEND_STATES =
            key("send-campaigngroup-states", "false", "true, yes, false or no", SettingKeys::yesOrNo);

    public static final Setting<Optional<Receiver>> STATES_URI = optional(
            "campaigngroup-states-uri",
            "an http or https URI without user name or fragment, for example https://reports.example.com/states",
            Receiver::parse);

    public static final Setting<Duration> STATES_INTERVAL = key(
            "campaigngroup-states-interval",
            "10",
            "0 for no periodic messages, or 1 to 86400 seconds",
            text -> Duration.ofSeconds(integer(text, 0, 86_400)));

    public static final Setting<Duration> RESPONSE_TIMEOUT = seconds("http-response-timeout", "10", 600);

    public static final Setting<Integer> CONNECTION_POOL_SIZE =
            key("http-connection-pool-size", "10", "1 to 1000 connections", text -> integer(text, 1, 1000));

    public static final Setting<Secret<HeaderFields>> CUSTOM_HEADERS =
            secret("http-custom-headers", HeaderFields.ALLOWED, HeaderFields::parse);

    public static final Setting<AuthenticationScheme> AUTHENTICATION =
            key("http-authentication", "none", "none, basic, bearer or oauth2", AuthenticationScheme::parse);

    public static final Setting<Secret<String>> USERNAME = username("http-username");

    public static final Setting<Secret<String>> PASSWORD = password("http-password");

    public static final Setting<Secret<String>> BEARER_TOKEN =
            secret("http-bearer-token", "a token of printable ASCII", text -> matching(text, "[\\x21-\\x7E]*"));

    public static final Setting<Optional<Receiver>> TOKEN_URI = optional(
            "oauth2-token-uri",
            "an http or https URI without user name or fragment, for example https://login.example.com/token",
            Receiver::parse);

    public static final Setting<Secret<String>> CLIENT_ID =
            secret("oauth2-client-id", "a client id of printable ASCII", text -> matching(text, "[\\x20-\\x7E]*"));

    public static final Setting<Secret<String>> CLIENT_SECRET = secret(
            "oauth2-client-secret", "a client secret of printable ASCII", text -> matching(text, "[\\x20-\\x7E]*"));

    public static final Setting<String> SCOPE = key(
            "oauth2-scope",
            "",
            "scopes of printable ASCII, separated by spaces",
            text -> matching(text, "[\\x20\\x21\\x23-\\x5B\\x5D-\\x7E]*"));

    public static final Setting<Optional<ProxyServer>> PROXY = optional(
            "http-proxy",
            "an http URI of nothing but host and port, for example http://proxy.example.com:3128",
            ProxyServer::parse);

    public static final Setting<Secret<String>> PROXY_USERNAME = username("http-proxy-username");

    public static final Setting<Secret<String>> PROXY_PASSWORD = password("http-proxy-password");

    public static final Setting<Boolean> CLOUDEVENTS_HEADERS =
            key("cloudevents-headers", "true", "true, yes, false or no", SettingKeys::yesOrNo);

    public static final Setting<String> CLOUDEVENTS_SOURCE = key(
            "cloudevents-source",
            "/campaign-group-status",
            "a URI reference in printable ASCII",
            text -> URI.create(matching(text, "[\\x21-\\x7E]+")).toString());

    public static final Setting<Secret<SigningSecrets>> SIGNING_SECRET =
            secret("webhook-signing-secret", SigningSecrets.ALLOWED, SigningSecrets::parse);

    /** The keys that a campaign group may set for itself. */
    public static final List<Setting<?>> OPTIONS = List.copyOf(ALL.values());

    public static final Setting<Duration> CONNECTION_MAX_AGE = seconds("http-connection-max-age", "60", 86_400);

    public static final Setting<Boolean> LIFECYCLE_FILE = flag("lifecycle.file.enabled", "true");
    public static final Setting<Path> LIFECYCLE_DIRECTORY = folder("lifecycle.file.directory", "inbox/lifecycle");
    public static final Setting<Boolean> LIFECYCLE_JMS = flag("lifecycle.jms.enabled", "false");
    public static final Setting<String> LIFECYCLE_QUEUE = queue("lifecycle.jms.queue", "campaigngroup.lifecycle");
    public static final Setting<Integer> LIFECYCLE_CONSUMERS =
            key("lifecycle.jms.consumers", "1", "1 to 100 consumers", text -> integer(text, 1, 100));
    public static final Setting<Optional<Boolean>> LIFECYCLE_ORDERED =
            key("lifecycle.jms.ordered", "auto", "auto, true or false", SettingKeys::flagOrAuto);
    public static final Setting<Duration> EVENT_IDS_DAYS =
            key("lifecycle.ids.days", "7", "1 to 365 days", text -> Duration.ofDays(integer(text, 1, 365)));
    public static final Setting<Boolean> STATISTICS_FILE = flag("statistics.file.enabled", "true");
    public static final Setting<Path> STATISTICS_DIRECTORY = folder("statistics.file.directory", "inbox/statistics");
    public static final Setting<Boolean> STATISTICS_JMS = flag("statistics.jms.enabled", "false");
    public static final Setting<String> STATISTICS_TOPIC = queue("statistics.jms.topic", "campaigngroup.statistics");
    public static final Setting<Duration> STATISTICS_MAX_AGE = seconds("statistics.max-age", "60", 86_400);
    public static final Setting<Boolean> INGEST_HTTP = flag("ingest.http.enabled", "false");
    public static final Setting<String> INGEST_HOST = key(
            "ingest.http.host", "127.0.0.1", "a host name or an address", text -> matching(text, "[\\w.:%\\[\\]-]+"));
    public static final Setting<Integer> INGEST_PORT =
            key("ingest.http.port", "8089", "1 to 65535", text -> integer(text, 1, 65_535));
    public static final Setting<Secret<String>> INGEST_TOKEN =
            secret("ingest.http.token", "a token of printable ASCII", text -> matching(text, "[\\x21-\\x7E]*"));
    public static final Setting<Boolean> DIALER_SQL = flag("dialer.sql.enabled", "false");
    public static final Setting<String> DIALER_URL = key(
            "dialer.sql.url",
            "",
            "a JDBC URL, for example jdbc:mariadb://dialer.example.com/asterisk",
            text -> matching(text, "(jdbc:\\P{Cntrl}+)?"));
    public static final Setting<Secret<String>> DIALER_USERNAME =
            secret("dialer.sql.username", "a user name of one line", text -> matching(text, "\\P{Cntrl}*"));
    public static final Setting<Secret<String>> DIALER_PASSWORD = password("dialer.sql.password");
    public static final Setting<Duration> DIALER_POLL_INTERVAL = seconds("dialer.sql.poll-interval", "5", 3600);
    public static final Setting<Path> DIALER_QUERY = path("dialer.sql.query", "dialers/vicidial.sql");
    public static final Setting<Optional<DeadLetterTarget>> NOTIFICATION_FAILED =
            optional("notification.failed", "a folder, or jms:queue:NAME", DeadLetterTarget::parse);
    public static final Setting<Path> CONFIGURATION_FILE = path("configuration.file", "configuration.json");
    public static final Setting<String> DATABASE_URL = key(
            "database.url",
            "jdbc:sqlite:./data/campaign-group-status.db",
            "jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE",
            text -> matching(text, "jdbc:(sqlite:[^?]|postgresql:).*"));
    public static final Setting<String> DATABASE_USERNAME =
            key("database.username", "", "a user name", Function.identity());
    public static final Setting<String> DATABASE_PASSWORD =
            key("database.password", "", "a password", Function.identity());
    public static final Setting<String> BROKER_URL =
            key("jms.broker-url", "embedded", "a value that is not empty", SettingKeys::notEmpty);
    public static final Setting<String> BROKER_USERNAME = key("jms.username", "", "a user name", Function.identity());
    public static final Setting<String> BROKER_PASSWORD =
            key(new Setting<>("jms.password", "", "a password", Function.identity(), true));
    public static final Setting<Path> BROKER_DIRECTORY = path("jms.data-directory", "data/broker");

    public static final Setting<Optional<Path>> TRUST_STORE =
            optional("tls.trust-store", "the path of a key store with trusted certificates", Path::of);
    public static final Setting<Secret<String>> TRUST_STORE_PASSWORD = password("tls.trust-store-password");
    public static final Setting<Optional<Path>> KEY_STORE =
            optional("tls.key-store", "the path of a key store with a private key and its certificate", Path::of);
    public static final Setting<Secret<String>> KEY_STORE_PASSWORD = password("tls.key-store-password");

    public static final Setting<Boolean> ROUTES_RELOAD = flag("routes.reload", "true");

    private SettingKeys() {}

    /** @return every key of ours, in the order of application.properties */
    public static Collection<Setting<?>> all() {
        return ALL.values();
    }

    /**
     * @return the key of that name; empty if the name belongs to somebody else: to Camel, or to a route of the site
     * @throws InvalidSettingException if the name looks like one of ours but is none
     */
    public static Optional<Setting<?>> named(String name, String source) {
        Setting<?> key = ALL.get(name);
        if (key == null && ALL.keySet().stream().anyMatch(ours -> looksLike(name, ours))) {
            throw unknown(name, source);
        }
        return Optional.ofNullable(key);
    }

    /** @return the exception that there is no such key, with the nearest one that there is */
    public static InvalidSettingException unknown(String name, String source) {
        String nearest = ALL.keySet().stream()
                .min((a, b) -> distance(name, a) - distance(name, b))
                .orElseThrow();
        return new InvalidSettingException("%s: unknown key %s, did you mean %s?".formatted(source, name, nearest));
    }

    private static boolean looksLike(String name, String ours) {
        return name.startsWith(family(ours)) || distance(name, ours) <= 2;
    }

    /** @return the first word of a key, with the separator */
    private static String family(String key) {
        return key.replaceFirst("(?<=[.-]).*", "");
    }

    private static int distance(String a, String b) {
        return LevenshteinDistance.getDefaultInstance().apply(a, b);
    }

    private static boolean yesOrNo(String text) {
        return switch (text.toLowerCase()) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    static int integer(String text, int least, int most) {
        int number = Integer.parseInt(text);
        if (number < least || number > most) {
            throw new IllegalArgumentException();
        }
        return number;
    }

    private static Setting<Boolean> flag(String name, String defaultText) {
        return key(name, defaultText, "true or false", SettingKeys::trueOrFalse);
    }

    private static boolean trueOrFalse(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    private static Optional<Boolean> flagOrAuto(String text) {
        return text.equals("auto") ? Optional.empty() : Optional.of(trueOrFalse(text));
    }

    private static Setting<Path> path(String name, String defaultText) {
        return key(name, defaultText, "a path", text -> Path.of(notEmpty(text)));
    }

    private static Setting<Duration> seconds(String name, String defaultText, int most) {
        return key(name, defaultText, "1 to " + most + " seconds", text -> Duration.ofSeconds(integer(text, 1, most)));
    }

    private static <T> Setting<Optional<T>> optional(String name, String allowed, Function<String, T> parser) {
        return key(name, "", allowed, text -> text.isEmpty() ? Optional.empty() : Optional.of(parser.apply(text)));
    }

    private static Setting<Secret<String>> username(String name) {
        return secret(name, "a user name without a colon", text -> matching(text, "[^:\\p{Cntrl}]*"));
    }

    private static Setting<Secret<String>> password(String name) {
        return secret(name, "a password of one line", text -> matching(text, "\\P{Cntrl}*"));
    }

    private static Setting<Path> folder(String name, String defaultText) {
        return key(
                name,
                defaultText,
                "a path without ?, backslash, ${ and control characters",
                SettingKeys::endpointFolder);
    }

    private static Setting<String> queue(String name, String defaultText) {
        return key(
                name,
                defaultText,
                "a name without ?, slash at its beginning and control characters",
                SettingKeys::endpointName);
    }

    /** Rejects the names that Camel's file endpoint would take for something else. */
    static Path endpointFolder(String text) {
        return Path.of(matching(notEmpty(text), "(?!.*(\\$\\{|\\$simple\\{))[^?\\\\\\p{Cntrl}]+"));
    }

    static String endpointName(String text) {
        return matching(notEmpty(text), "(?!/)[^?\\p{Cntrl}]+");
    }

    private static String notEmpty(String text) {
        return matching(text, "(?s).+");
    }

    private static String matching(String text, String pattern) {
        if (!text.matches(pattern)) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static <T> Setting<Secret<T>> secret(String name, String allowed, Function<String, T> parser) {
        return key(new Setting<>(name, "", allowed, text -> Secret.parse(text, allowed, parser), true));
    }

    private static <T> Setting<T> key(String name, String defaultText, String allowed, Function<String, T> parser) {
        return key(new Setting<>(name, defaultText, allowed, parser));
    }

    private static <T> Setting<T> key(Setting<T> key) {
        ALL.put(key.name(), key);
        return key;
    }
}
