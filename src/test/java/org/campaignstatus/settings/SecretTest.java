package org.campaignstatus.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.LogCapture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SecretTest {

    private static final String OTHER = "a b";

    @TempDir
    private Path folder;

    static Stream<Setting<?>> secrets() {
        return SettingKeys.all().stream().filter(Setting::secret);
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void aRejectedSecretIsNotShown(Setting<?> key) {
        if (key == SettingKeys.BROKER_PASSWORD) {
            assertThat(key.parse("any \u0000 text", "f")).isEqualTo("any \u0000 text");
            return;
        }
        assertThatThrownBy(() -> key.parse("sesame:\u0000sesame", "application.properties"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("application.properties: " + key + " is '***', allowed is " + key.allowed());
    }

    @Test
    void aValueInPlaceIsTheSecret() {
        Secret<String> secret = SettingKeys.BEARER_TOKEN.parse(" token ", "f");

        assertThat(secret.get()).isEqualTo("token");
        assertThat(secret.isSet()).isTrue();
        assertThat(secret).hasToString("***");
        assertThat(SettingKeys.BEARER_TOKEN.parse("", "f").isSet()).isFalse();
    }

    @Test
    void aValueMayBeInAFileAndAnEditOfThatApplies() throws IOException {
        Path file = write("first\n");
        Secret<String> secret = SettingKeys.BEARER_TOKEN.parse("file:" + file, "f");
        assertThat(secret.get()).isEqualTo("first");

        write("second-one\r\n");

        await().untilAsserted(() -> assertThat(secret.get()).isEqualTo("second-one"));
    }

    /** As Kubernetes does it with a secret that is mounted. */
    @Test
    void aLinkToAnotherFileApplies() throws IOException {
        Files.writeString(folder.resolve("v1"), "one");
        Files.writeString(folder.resolve("v2"), "two");
        Path link = Files.createSymbolicLink(folder.resolve("token"), Path.of("v1"));
        Secret<String> secret = SettingKeys.BEARER_TOKEN.parse("file:" + link, "f");

        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("v2"));

        await().untilAsserted(() -> assertThat(secret.get()).isEqualTo("two"));
    }

    @Test
    void aBrokenEditOfTheFileIsRejectedWithoutShowingIt() throws IOException {
        Path file = write("good");
        Secret<String> secret = SettingKeys.BEARER_TOKEN.parse("file:" + file, "f");
        try (LogCapture log = LogCapture.provoking(ReloadableFile.class.getName())) {
            write("sesame opens");

            await().untilAsserted(() -> {
                assertThat(secret.get()).isEqualTo("good");
                assertThat(log.lines())
                        .filteredOn(line -> line.level() == Level.ERROR)
                        .extracting(LogCapture.Line::message)
                        .containsExactly("An edit is rejected, the last good version stays in force: " + file
                                + " does not hold what is allowed: a token of printable ASCII");
            });
            assertThat(log.lines().toString()).doesNotContain("sesame");
        }
    }

    @Test
    void aFileThatCannotBeUsedIsRejectedAtOnceWithItsNameAndTheKey() throws IOException {
        assertRejected(folder.resolve("none"), folder.resolve("none") + " is missing");
        assertRejected(folder, folder + ": not a file");
        assertRejected(write(" \n"), "token does not hold what is allowed: a token of printable ASCII");
        assertRejected(write(OTHER), "token does not hold what is allowed: a token of printable ASCII");
        assertRejected(write("x".repeat(65_537)), "token: longer than 65536 bytes");
        assertRejected(Files.write(folder.resolve("token"), new byte[] {(byte) 0xFF}), "token: not UTF-8");
        assertRejected(Path.of("/dev/zero"), "/dev/zero: not a file");
    }

    @Test
    void headersMayStandInAFileEachOnALine() throws IOException {
        Path file = write("X-Api-Key: sesame\nX-Site: Hall 4\n");

        assertThat(SettingKeys.CUSTOM_HEADERS.parse("file:" + file, "f").get().fields())
                .containsEntry("X-Api-Key", "sesame")
                .containsEntry("X-Site", "Hall 4");
    }

    private static void assertRejected(Path file, String complaint) {
        assertThatThrownBy(() -> SettingKeys.BEARER_TOKEN.parse("file:" + file, "application.properties"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("application.properties: http-bearer-token: ")
                .hasMessageEndingWith(complaint)
                .hasMessageNotContaining(OTHER);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("token"), text);
    }
}
