package org.campaignstatus.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.logging.log4j.Level;
import org.campaignstatus.configuration.Authentication.Basic;
import org.campaignstatus.configuration.Authentication.Bearer;
import org.campaignstatus.configuration.Authentication.None;
import org.campaignstatus.configuration.Authentication.OAuth2;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.settings.InvalidSettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a request comes by its receiver, put together from what the campaign group and the application say. */
final class ReceiverAccessTest {

    private static final int GROUP = 1;

    private final Map<String, String> application = new TreeMap<>(Map.of(
            "send-campaigngroup-states", "true", "campaigngroup-states-uri", "https://reports.example.com/states"));

    @TempDir
    private Path folder;

    @Test
    void unlessSomethingIsSaidTheReceiverIsShownNothing() throws IOException {
        assertThat(access()).isSameAs(ReceiverAccess.OPEN);
    }

    @Test
    void theCampaignGroupComesBeforeTheApplication() throws IOException {
        application.put("http-authentication", "bearer");
        application.put("http-bearer-token", "of-the-application");
        application.put("http-username", "reports");
        application.put("http-proxy", "http://proxy.example.com:3128");

        assertThat(access().authentication())
                .isInstanceOfSatisfying(
                        Bearer.class, bearer -> assertThat(bearer.token().get()).isEqualTo("of-the-application"));
        assertThat(access("http-authentication", "basic", "http-password", "own")
                        .authentication())
                .isInstanceOfSatisfying(Basic.class, basic -> {
                    assertThat(basic.username().get()).isEqualTo("reports");
                    assertThat(basic.password().get()).isEqualTo("own");
                });
        assertThat(access("http-authentication", "none").authentication()).isInstanceOf(None.class);
        assertThat(access("http-proxy", "").proxy()).isEmpty();
        assertThat(access("http-custom-headers", "X-Site: Hall 4")
                        .headers()
                        .orElseThrow()
                        .get()
                        .fields())
                .isEqualTo(Map.of("X-Site", "Hall 4"));
    }

    @Test
    void aPartOfTheApplicationsOAuth2MayBeTheCampaignGroups() throws IOException {
        application.put("http-authentication", "oauth2");
        application.put("oauth2-token-uri", "https://login.example.com/token");

        assertThat(access("oauth2-client-id", "one", "oauth2-client-secret", "s", "oauth2-scope", "a b")
                        .authentication())
                .isInstanceOfSatisfying(OAuth2.class, client -> {
                    assertThat(client.tokenUri().uri()).hasToString("https://login.example.com/token");
                    assertThat(client.clientId().get()).isEqualTo("one");
                    assertThat(client.scope()).isEqualTo("a b");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "basic, http-username",
        "bearer, http-bearer-token",
        "oauth2, oauth2-token-uri",
    })
    void aSchemeThatLacksWhatItNeedsIsRejected(String scheme, String missing) {
        assertThatThrownBy(() -> access("http-authentication", scheme))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(
                        "options of campaign group Campaign1@Group1 (dbid 1): http-authentication is %s, and %s is "
                                + "missing",
                        scheme, missing);
    }

    @Test
    void whatIsSentNowhereNeedsNothing() throws IOException {
        application.put("http-authentication", "bearer");

        assertThat(live(Configured.campaignGroups().with(GROUP, "send-campaigngroup-states", "no"))
                        .get()
                        .campaignGroups()
                        .size())
                .isOne();
    }

    /** Each file is good by itself; it is the other one that lacks something. */
    @Test
    void anEditThatDoesNotGoWithTheOtherFileIsRejectedUntilThatIsMended() throws IOException {
        ReloadableConfiguration live = live(Configured.campaignGroups().with(GROUP));
        try (LogCapture log = LogCapture.provoking("org.campaignstatus")) {
            write(Configured.campaignGroups()
                    .with(GROUP, "http-authentication", "bearer", "http-custom-headers", "X: 1"));
            await().until(() -> {
                live.get();
                return log.lines().stream().anyMatch(line -> line.level() == Level.ERROR);
            });
            assertThat(access(live)).isSameAs(ReceiverAccess.OPEN);

            application("http-bearer-token = sesame");
            await().until(() -> access(live).authentication() instanceof Bearer);
            assertThat(log.lines())
                    .filteredOn(line -> line.level() == Level.ERROR)
                    .extracting(LogCapture.Line::message)
                    .containsExactly("An edit is rejected, the last good version stays in force: options of campaign "
                            + "group Campaign1@Group1 (dbid 1): http-authentication is bearer, and http-bearer-token "
                            + "is missing");
        }
    }

    @Test
    void noSecretIsInItsText() throws IOException {
        application.put("http-authentication", "basic");
        application.put("http-username", "sesame");
        application.put("http-password", "sesame");
        application.put("http-custom-headers", "X-Key: sesame");
        application.put("http-proxy", "http://proxy.example.com");
        application.put("http-proxy-username", "sesame");
        application.put("http-proxy-password", "sesame");

        assertThat(access().toString()).contains("proxy.example.com:80").doesNotContain("sesame");
    }

    private ReceiverAccess access(String... own) throws IOException {
        return access(live(Configured.campaignGroups().with(GROUP, own)));
    }

    private static ReceiverAccess access(ReloadableConfiguration live) {
        Configuration now = live.get();
        return now.access(now.campaignGroups().withDbid(GROUP).orElseThrow());
    }

    private ReloadableConfiguration live(Configured configured) throws IOException {
        write(configured);
        application("");
        return new ReloadableConfiguration(
                folder.resolve("application.properties"),
                key -> key.equals("configuration.file")
                        ? folder.resolve("configuration.json").toString()
                        : application.get(key));
    }

    private void application(String lines) throws IOException {
        Files.writeString(folder.resolve("application.properties"), lines);
    }

    private void write(Configured configured) throws IOException {
        Files.writeString(folder.resolve("configuration.json"), configured.json());
    }
}
