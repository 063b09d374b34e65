package org.campaignstatus.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.StateStore;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.lifecycle.StatusReport;
import org.junit.jupiter.api.Test;

/** Who may ask the management port for what, and how often. */
final class PageAccessTest extends PageSetup {

    @Test
    void thePageIsReadAndNothingElse() throws Exception {
        try (Program program = program(1).start()) {
            for (String address : List.of(
                    "/",
                    "/page.css",
                    "/page.js",
                    "/groups.js",
                    "/icon.svg",
                    "/api/status",
                    "/api/group?dbid=1",
                    "/api/groups.csv")) {
                HttpResponse<String> got = request(program, "GET", address);
                assertThat(got.statusCode()).as(address).isEqualTo(200);
                assertThat(got.body()).isNotBlank();
                HttpResponse<String> head = request(program, "HEAD", address);
                assertThat(head.statusCode()).as(address).isEqualTo(200);
                assertThat(head.body()).isEmpty();
                for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
                    assertThat(request(program, method, address).statusCode())
                            .as("%s %s", method, address)
                            .isEqualTo(405);
                }
            }
        }
    }

    @Test
    void aBrowserLoadsNothingFromElsewhereAndCachesNothing() throws Exception {
        try (Program program = program(1).start()) {
            for (String address : List.of("/", "/page.js", "/api/status")) {
                var headers = request(program, "GET", address).headers();
                assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                        .startsWith("default-src 'self';")
                        .contains("frame-ancestors 'none'", "require-trusted-types-for 'script'")
                        .doesNotContain("unsafe");
                assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
                assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
                assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
            }
            assertThat(request(program, "GET", "/api/status").headers().firstValue("Cache-Control"))
                    .contains("no-store");
        }
    }

    @Test
    void aNameThatSomebodyElseHasLedHereIsRejected() throws Exception {
        try (Program program = program(1).start()) {
            for (String ours : List.of("127.0.0.1", "localhost:9876", "LOCALHOST", "[::1]:1", "127.0.0.2")) {
                assertThat(statusLine(program, ours)).as(ours).contains(" 200 ");
            }
            for (String other :
                    List.of("attacker.example", "localhost.attacker.example", "127.0.0.1.attacker.example:80")) {
                assertThat(statusLine(program, other)).as(other).contains(" 421 ");
            }
        }
    }

    @Test
    void onAnotherInterfaceAnyNameMayLeadHere() throws Exception {
        try (LogCapture log = LogCapture.start();
                Program program =
                        program(1).with("camel.management.host", "0.0.0.0").start()) {
            assertThat(statusLine(program, "dialer.example.com:9876")).contains(" 200 ");
            assertThat(log.lines()).anyMatch(line -> line.level() == Level.WARN);
        }
    }

    @Test
    void aQuestionThatCannotBeIsRejectedInOneLine() throws Exception {
        try (Program program = program(1).start()) {
            for (String query : List.of(
                    "page=0",
                    "page=x",
                    "page=99999999999",
                    "show=everything",
                    "attempts=Some%20thing",
                    "sort=colour",
                    "range=2h",
                    "before=0",
                    "known=-2")) {
                HttpResponse<String> answer = request(program, "GET", "/api/status?" + query);
                assertThat(answer.statusCode()).as(query).isEqualTo(400);
                assertThat(answer.body()).matches(query.replaceFirst("=.*", "") + ": expected [^\\n]+\\n");
            }
        }
    }

    /** State that counts how often it is swept, and can be held up. */
    private static final class HeldState implements StateStore {

        private final AtomicInteger sweeps = new AtomicInteger();
        private final CountDownLatch gate = new CountDownLatch(1);

        @Override
        public IntFunction<Status> statuses() {
            sweeps.incrementAndGet();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return group -> Status.NOT_LOADED;
        }

        @Override
        public Map<Integer, Seen> of(Collection<Integer> campaignGroups) {
            return Map.of();
        }

        @Override
        public void open() {}

        @Override
        public Optional<CampaignGroupState> take(LifecycleEvent event) {
            return Optional.empty();
        }

        @Override
        public Optional<CampaignGroupState> takeDue(StatusReport due) {
            return Optional.empty();
        }

        @Override
        public List<StatusReport> claimDue() {
            return List.of();
        }

        @Override
        public Duration overdue() {
            return Duration.ZERO;
        }

        @Override
        public void close() {}
    }

    @Test
    void whoeverAsksTooMuchIsAskedToRetryLater() throws Exception {
        HeldState state = new HeldState();
        try (Program program = program(1).withBean("stateStore", state).start()) {
            assertThat(state.sweeps).hasValue(0);
            List<CompletableFuture<HttpResponse<String>>> all = Stream.generate(
                            () -> HTTP.sendAsync(get(program, "/api/status"), HttpResponse.BodyHandlers.ofString()))
                    .limit(40)
                    .toList();
            await().until(() -> all.stream().filter(CompletableFuture::isDone).count() == 24);
            assertThat(all.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
                    .allSatisfy(rejected -> {
                        assertThat(rejected.statusCode()).isEqualTo(503);
                        assertThat(rejected.headers().firstValue("Retry-After")).contains("1");
                    });
            assertThat(request(program, "GET", "/observe/health/live").statusCode())
                    .isEqualTo(200);
            assertThat(request(program, "GET", "/").statusCode()).isEqualTo(200);

            state.gate.countDown();
            await().until(() -> all.stream().allMatch(CompletableFuture::isDone));
            assertThat(all.stream().filter(answer -> answer.join().statusCode() == 200))
                    .hasSize(16);
            await().until(() -> request(program, "GET", "/api/status").statusCode() == 200);
        }
    }

    /** The JDK's client does not let a test choose this header. */
    private static String statusLine(Program program, String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port(program))) {
            String request = "GET /api/status HTTP/1.1\r\nHost: " + host
                    + "\r\nX-Forwarded-Host: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElseThrow();
        }
    }
}
