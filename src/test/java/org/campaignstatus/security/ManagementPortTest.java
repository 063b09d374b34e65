package org.campaignstatus.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.ManagementClient;
import org.campaignstatus.harness.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The management port tells of the program's health, shows the page, and takes nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ManagementPortTest {

    private static final List<String> READABLE = List.of(
            "/observe/health",
            "/observe/health/live",
            "/observe/health/ready",
            "/observe/metrics",
            "/",
            "/page.css",
            "/page.js",
            "/icon.svg",
            "/tables.css",
            "/attempt.js",
            "/api/status",
            "/api/group?dbid=1",
            "/api/groups.csv",
            "/api/attempts.json",
            "/api/receivers.csv",
            "/api/failures.json");

    private final HttpClient client = ManagementClient.create();
    private Program program;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        program = Program.in(folder)
                .with("lifecycle.jms.enabled", "true")
                .configuredBy(Configured.campaignGroups().with(1).json())
                .start();
        await().until(() -> status("GET", "/observe/health/ready") == 200);
    }

    @AfterAll
    void stop() {
        program.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void whatThereIsCanOnlyBeRead(String method) throws Exception {
        for (String page : READABLE) {
            assertThat(status("GET", page)).as(page).isEqualTo(200);
            assertThat(status(method, page)).as(page).isBetween(404, 405);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/",
                "/api/status/x",
                "/api/groups",
                "/api/rejected?place=/etc",
                "/api/rejected?place=..",
                "/api/attempt?number=1",
                "/page.html",
                "/org/campaignstatus/page/page.js",
                "/observe",
                "/observe/dev",
                "/observe/info",
                "/q/dev",
                "/q/dev/route",
                "/q/upload/a.xml",
                "/q/download/",
                "/q/send/",
                "/q/jolokia",
                "/observe/jolokia",
                "/observe/upload/a.xml",
                "/observe/download",
                "/observe/send",
                "/observe/health/../dev",
                "/application.properties"
            })
    void thereIsNothingElse(String page) throws Exception {
        for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
            assertThat(status(method, page)).as(method).isBetween(404, 405);
        }
    }

    @Test
    void itIsHeardOnTheLoopbackInterfaceOnly() throws IOException {
        try (Socket socket = new Socket()) {
            InetSocketAddress other = new InetSocketAddress(InetAddress.getByName("127.0.0.2"), port(program));
            assertThatThrownBy(() -> socket.connect(other, 30_000)).isInstanceOf(ConnectException.class);
        }
    }

    /** What is there is the virtual machine's. */
    @Test
    void thereIsNothingOfTheProgramInJmx() {
        assertThat(ManagementFactory.getPlatformMBeanServer().getDomains())
                .allMatch(domain -> domain.matches("JMImplementation|(java|javax|jdk|sun|com\\.sun)\\..*"));
    }

    @Test
    void anotherHostThanALoopbackAddressIsWarnedOf(@TempDir Path folder) throws Exception {
        try (LogCapture log = LogCapture.start();
                Program open = Program.in(folder)
                        .with("camel.management.host", "0.0.0.0")
                        .configuredBy(Configured.campaignGroups().with(1).json())
                        .start()) {
            assertThat(log.lines())
                    .filteredOn(line -> line.level() == Level.WARN)
                    .extracting(LogCapture.Line::message)
                    .containsExactly("camel.management.host is '0.0.0.0': whoever reaches port " + port(open)
                            + " can read what the campaign groups do and what was sent; expected 127.0.0.1 unless"
                            + " something in between keeps others out");
        }
    }

    @Test
    void aLoopbackAddressIsNotWarnedOf(@TempDir Path folder) throws Exception {
        try (LogCapture log = LogCapture.start();
                Program closed = Program.in(folder)
                        .with("camel.management.host", "127.0.0.2")
                        .configuredBy(Configured.campaignGroups().with(1).json())
                        .start()) {
            assertThat(closed.context().isStarted()).isTrue();
            assertThat(log.lines()).noneMatch(line -> line.level() == Level.WARN);
        }
    }

    private int status(String method, String page) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port(program) + page);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.ofString("<routes/>"))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static int port(Program of) {
        return Integer.parseInt(of.setting("camel.management.port"));
    }
}
