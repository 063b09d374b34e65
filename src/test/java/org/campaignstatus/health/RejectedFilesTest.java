package org.campaignstatus.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.campaignstatus.harness.Certificates;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits of files beside the configuration that are rejected: of secrets, of a key store, of the dialer's query. */
@Tag("endurance")
final class RejectedFilesTest {

    private static final String QUERY = "SELECT 1 AS campaign_group, 'loaded' AS status";

    @Test
    void eachIsNamedUntilItIsMended(@TempDir Path folder) throws Exception {
        Path ofAll = Files.writeString(folder.resolve("token-of-all"), "sesame");
        Path ofOne = Files.writeString(folder.resolve("token-of-one"), "sesame");
        Certificates certificates = Certificates.in(folder).root("root");
        Path store = Certificates.write(certificates.trusting("root"), folder.resolve("trusted.p12"));
        Path query = Files.writeString(folder.resolve("query.sql"), QUERY);
        try (Program program = Program.in(folder)
                .with("http-authentication", "bearer")
                .with("http-bearer-token", "file:" + ofAll)
                .with("tls.trust-store", store.toString())
                .with("tls.trust-store-password", Certificates.PASSWORD)
                .with("dialer.sql.enabled", "true")
                .with("dialer.sql.poll-interval", "1")
                .with("dialer.sql.url", "jdbc:sqlite:" + folder.resolve("dialer.db"))
                .with("dialer.sql.query", query.toString())
                .configuredBy(Configured.campaignGroups()
                        .with(1, "http-bearer-token", "file:" + ofOne)
                        .json())
                .start()) {
            await().untilAsserted(() -> assertThat(message(program)).isEmpty());
            await().until(() -> Files.exists(folder.resolve("dialer.db")));
            Files.writeString(ofAll, "");
            Files.delete(ofOne);
            Files.writeString(store, "half a sto");
            Files.writeString(query, ";");

            await().untilAsserted(
                            () -> assertThat(message(program)).contains(ofAll + " does not hold what is allowed"));
            assertThat(isRefused(program)).isEqualTo(1);
            Files.writeString(ofAll, "sesame");
            await().untilAsserted(() -> assertThat(message(program)).contains(ofOne + " is missing"));
            Files.writeString(ofOne, "sesame");
            await().untilAsserted(() -> assertThat(message(program)).contains(store + " cannot be opened"));
            Certificates.write(certificates.trusting("root"), store);
            await().untilAsserted(() -> assertThat(message(program)).contains(query + ": empty"));
            Files.writeString(query, QUERY);
            await().untilAsserted(() -> assertThat(message(program)).isEmpty());
            assertThat(isRefused(program)).isZero();
        }
    }

    private static String message(Program program) {
        return program.health("configuration").getMessage().orElse("");
    }

    private static double isRefused(Program program) {
        return program.metrics().sum("campaignstatus_configuration_edit_refused");
    }
}
