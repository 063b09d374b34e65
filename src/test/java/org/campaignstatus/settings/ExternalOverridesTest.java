package org.campaignstatus.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalOverridesTest {

    @TempDir
    Path folder;

    @Test
    void anEnvironmentVariableHasTheKeysNameInUpperCaseWithUnderscores() {
        assertThat(ExternalOverrides.variable("lifecycle.jms.broker-url")).isEqualTo("LIFECYCLE_JMS_BROKER_URL");
    }

    /** It is set for other programs on many machines, and to what a visitor says by some Web servers (httpoxy). */
    @Test
    void theEnvironmentVariableThatAllProgramsShareIsNotOurs() {
        assertThat(ExternalOverrides.isOurs("HTTP_PROXY")).isFalse();
        assertThat(ExternalOverrides.isOurs("HTTP_PROXY_PASSWORD")).isTrue();
    }

    @Test
    void anOverrideAppliesInsteadOfTheFile() throws Exception {
        Path file = Files.writeString(folder.resolve("application.properties"), "campaigngroup-states-interval = 20\n");

        Settings settings = Settings.read(file, key -> key.equals("campaigngroup-states-interval") ? "30" : null);

        assertThat(settings.get(SettingKeys.STATES_INTERVAL)).isEqualTo(Duration.ofSeconds(30));
        assertThat(Settings.read(file, key -> null).get(SettingKeys.STATES_INTERVAL))
                .isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void anOverrideThatIsNotAllowedIsRejected() {
        assertThatThrownBy(() -> Settings.read(folder.resolve("none"), key -> "-1"))
                .isInstanceOf(InvalidSettingException.class);
    }
}
