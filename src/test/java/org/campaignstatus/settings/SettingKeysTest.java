package org.campaignstatus.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingKeysTest {

    /** Keys without a default; an example of each stands in a comment. */
    private static final Set<Setting<?>> IN_COMMENTS = Set.of(
            SettingKeys.STATES_URI,
            SettingKeys.CUSTOM_HEADERS,
            SettingKeys.USERNAME,
            SettingKeys.PASSWORD,
            SettingKeys.BEARER_TOKEN,
            SettingKeys.TOKEN_URI,
            SettingKeys.CLIENT_ID,
            SettingKeys.CLIENT_SECRET,
            SettingKeys.SCOPE,
            SettingKeys.PROXY,
            SettingKeys.PROXY_USERNAME,
            SettingKeys.PROXY_PASSWORD,
            SettingKeys.SIGNING_SECRET,
            SettingKeys.TRUST_STORE,
            SettingKeys.TRUST_STORE_PASSWORD,
            SettingKeys.KEY_STORE,
            SettingKeys.KEY_STORE_PASSWORD,
            SettingKeys.INGEST_TOKEN,
            SettingKeys.DIALER_URL,
            SettingKeys.DIALER_USERNAME,
            SettingKeys.DIALER_PASSWORD);

    @ParameterizedTest
    @CsvSource({
        "campaigngroup-states-intervall, campaigngroup-states-interval",
        "campaigngroup-state-uri, campaigngroup-states-uri",
        "sendcampaigngroup-states, send-campaigngroup-states",
        "lifecyle.file.enabled, lifecycle.file.enabled",
        "lifecycle.file.folder, lifecycle.file.enabled",
        "jms.broker.url, jms.broker-url",
        "statistics.maxage, statistics.max-age"
    })
    void aMisspeltKeyIsRejectedWithTheNearestOne(String misspelt, String nearest) {
        assertThatThrownBy(() -> SettingKeys.named(misspelt, "application.properties"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("application.properties: unknown key " + misspelt)
                .hasMessageEndingWith("did you mean " + nearest + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"camel.main.name", "site.copy.queue", "http.proxyHost", "java.version", "user.dir"})
    void aKeyOfSomebodyElseIsNoneOfOurBusiness(String foreign) {
        assertThat(SettingKeys.named(foreign, "application.properties")).isEmpty();
    }

    @Test
    void everyDefaultIsAllowed() {
        SettingKeys.all().forEach(key -> key.parse(key.defaultText(), "default"));
    }

    @Test
    void theOptionsAreTheVendorsFiveAndThoseOfARequest() {
        assertThat(SettingKeys.OPTIONS)
                .extracting(Setting::name)
                .containsExactly(
                        "send-campaigngroup-states",
                        "campaigngroup-states-uri",
                        "campaigngroup-states-interval",
                        "http-response-timeout",
                        "http-connection-pool-size",
                        "http-custom-headers",
                        "http-authentication",
                        "http-username",
                        "http-password",
                        "http-bearer-token",
                        "oauth2-token-uri",
                        "oauth2-client-id",
                        "oauth2-client-secret",
                        "oauth2-scope",
                        "http-proxy",
                        "http-proxy-username",
                        "http-proxy-password",
                        "cloudevents-headers",
                        "cloudevents-source",
                        "webhook-signing-secret");
    }

    @ParameterizedTest
    @CsvSource({
        "send-campaigngroup-states, maybe",
        "campaigngroup-states-interval, -1",
        "campaigngroup-states-interval, 86401",
        "campaigngroup-states-interval, 1.5",
        "http-response-timeout, 0",
        "http-response-timeout, 601",
        "http-connection-pool-size, 0",
        "http-connection-pool-size, 1001",
        "lifecycle.jms.enabled, yes",
        "lifecycle.jms.consumers, 0",
        "http-authentication, digest",
        "oauth2-token-uri, login.example.com",
        "http-proxy, proxy.example.com:3128",
        "http-proxy, https://proxy.example.com:3128",
        "http-proxy, http://proxy.example.com:3128/path",
        "cloudevents-headers, maybe",
        "cloudevents-source, ''",
        "cloudevents-source, a b",
        "statistics.max-age, 0",
        "configuration.file, ''"
    })
    void aValueThatIsNotAllowedIsRejectedWithFileKeyValueAndWhatIsAllowed(String name, String value) {
        Setting<?> key = SettingKeys.named(name, "test").orElseThrow();

        assertThatThrownBy(() -> key.parse(value, "application.properties"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("application.properties: " + name + " is '" + value + "', allowed is " + key.allowed());
    }

    @ParameterizedTest
    @CsvSource({
        "https://user:secret@example.com/states?key=secret, https://***@example.com/states?***",
        "https://user:se?cret@example.com/, https://***@example.com/",
        "example.com/states?key=secret, example.com/states?***",
        "//example.com/states?key=secret, //example.com/states?***",
        "\"https://user:secret@example.com/states?key=secret\", \"https://***@example.com/states?***",
        "user:secret@example.com:3128, ***@example.com:3128",
        "jdbc:postgresql://user:secret@db/campaigns?password=secret, jdbc:postgresql://***@db/campaigns?***"
    })
    void aRejectedUriIsShownWithoutItsCredentialsAndQuery(String uri, String shown) {
        assertThatThrownBy(() -> SettingKeys.STATES_URI.parse(uri, "f"))
                .hasMessageContaining("'" + shown + "'")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "yes", "YES", " true "})
    void theFeatureIsTurnedOnByTrueOrYes(String text) {
        assertThat(SettingKeys.SEND_STATES.parse(text, "f")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "no", "No"})
    void theFeatureIsTurnedOffByFalseOrNo(String text) {
        assertThat(SettingKeys.SEND_STATES.parse(text, "f")).isFalse();
    }

    @Test
    void theShippedApplicationPropertiesShowEveryKeyWithItsDefault() throws Exception {
        Path shipped = Path.of("application.properties");
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(shipped)) {
            properties.load(reader);
        }
        List<String> lines = Files.readAllLines(shipped);

        for (Setting<?> key : SettingKeys.all()) {
            if (IN_COMMENTS.contains(key)) {
                assertThat(lines).anyMatch(line -> line.startsWith("# " + key.name() + " = "));
            } else {
                assertThat(properties.getProperty(key.name())).as(key.name()).isEqualTo(key.defaultText());
            }
        }
    }
}
