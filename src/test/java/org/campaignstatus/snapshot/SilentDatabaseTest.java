package org.campaignstatus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;
import static org.campaignstatus.snapshot.DialerProgram.LOADED;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dialer's database that accepts each connection and never says anything. */
final class SilentDatabaseTest {

    @TempDir
    private Path folder;

    @Test
    void itHoldsUpNeitherOtherInputsNorTheStop() throws Exception {
        Path query = Files.writeString(folder.resolve("query.sql"), "SELECT 1");
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                LogCapture log = LogCapture.provoking("campaignstatus.dialer")) {
            String url = "jdbc:mariadb://127.0.0.1:" + silent.getLocalPort() + "/asterisk?sslMode=disable";
            Settings settings = Settings.read(Path.of("application.properties"), Map.of("dialer.sql.url", url)::get);
            try (DialerProgram dialer = new DialerProgram(
                    folder, Configured.campaignGroups().with(1).json(), url, "reports", "sesame", query)) {
                dialer.with("dialerDataSource", new DialerDataSource(settings, Duration.ofSeconds(1)))
                        .start()
                        .handInLifecycle("a.json", event("loaded", 1));
                await().until(() -> dialer.problem()
                        .equals("the dialer's database cannot be used, the campaign groups stay as they are:"
                                + " no answer for 1 s"));
                await().until(() -> dialer.kinds(1).equals(List.of(LOADED)));
                dialer.stop();
                assertThat(errors(log)).hasSize(1);
            }
            silent.accept().close();

            try (DialerProgram dialer = new DialerProgram(
                    folder, Configured.campaignGroups().with(1).json(), url, "reports", "sesame", query)) {
                dialer.start();
                silent.accept();
                long before = System.nanoTime();
                dialer.stop();
                assertThat(Duration.ofNanos(System.nanoTime() - before))
                        .as("less than the 30 seconds that a query may take, and the 60 of a request")
                        .isLessThan(Duration.ofSeconds(20));
                assertThat(errors(log)).as("still").hasSize(1);
            }
        }
    }

    private static List<LogCapture.Line> errors(LogCapture log) {
        return log.lines().stream()
                .filter(line -> line.level().isMoreSpecificThan(Level.WARN))
                .toList();
    }
}
