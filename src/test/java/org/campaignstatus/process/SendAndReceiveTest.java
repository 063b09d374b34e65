package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.BrokerProcess;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.Test;

/** The commands send and receive, which stand for a dialer and for a Web server. */
final class SendAndReceiveTest extends CommandLineSetup {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private final String port = Integer.toString(Ports.free());

    @Test
    void whatIsSentIsReceivedWithItsNumberAndASignature() {
        program.write("secret.txt", SECRET);
        program.write("events.jsonl", Configured.event("loaded", 1) + "\n\n" + Configured.event("started", 1) + "\n");
        try (RunningProgram receive = receiving("--secret", "file:../secret.txt")) {
            program.sendingTo("http://127.0.0.1:" + port + "/states")
                    .with("lifecycle.jms.enabled", "true")
                    .with("webhook-signing-secret", SECRET)
                    .with("campaigngroup-states-interval", "0")
                    .start();
            try (RunningProgram send = RunningProgram.beside(program)) {
                assertThat(send.asked("send", "events.jsonl").launch().exitStatus())
                        .isZero();
                assertThat(send.output()).containsExactly("sent 2");
                assertThat(send.errors()).isEmpty();
            }
            waiting().until(() -> receive.output().size() == 5);
            assertThat(receive.output().get(3))
                    .matches("\\d\\d:\\d\\d:\\d\\d Campaign1@Group1 +Active +LoadCampaign +- .* #1  signature valid");
            assertThat(receive.output().get(4)).matches(".* Running +StartDialing .* #2  signature valid");
        }
    }

    @Test
    void whatIsNoNotificationIsSaidAndAnsweredAllTheSame() throws Exception {
        try (RunningProgram receive = receiving("--answer", "503", "--secret", SECRET)) {
            assertThat(post("{\"GSW\u001b[2J")).isEqualTo(503);
            assertThat(post("{}")).isEqualTo(503);
            assertThat(post(
                            "{\"GSW_CAMPAIGN_GROUP_ACTION\": 70, \"GSW_DIAL_MODE\": 12, \"GSW_DATE_TIME\": \"1e99\"}",
                            "webhook-id",
                            "1",
                            "webhook-timestamp",
                            "now",
                            "webhook-signature",
                            "v1,bm8="))
                    .isEqualTo(503);
            assertThat(receive.output()).hasSize(6);
            List<String> lines = receive.output().subList(3, 6);
            assertThat(lines.get(0))
                    .startsWith("no notification: not valid JSON: ")
                    .doesNotContain("\u001b")
                    .endsWith("  not signed, answered 503");
            assertThat(lines.get(1)).startsWith("no notification: GSW_CAMPAIGN_GROUP_ACTION is missing");
            assertThat(lines.get(2)).matches("1e99 +- +70 +12 .*  signature NOT valid, answered 503");
            receive.terminate();
            assertThat(receive.exitStatus()).isEqualTo(143);
        }
    }

    /** @return the receiver, which listens */
    private RunningProgram receiving(String... options) {
        RunningProgram receive = RunningProgram.in(folder.resolve("receiver"));
        receive.asked("receive", "--port", port).asked(options).launch();
        waiting().until(() -> receive.output().size() == 3 && isListening());
        return receive;
    }

    private boolean isListening() throws InterruptedException {
        try {
            return request(HttpRequest.newBuilder()) == 405;
        } catch (IOException e) {
            return false;
        }
    }

    private int post(String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder().POST(BodyPublishers.ofString(body));
        return request(headers.length == 0 ? request : request.headers(headers));
    }

    private int request(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(request.uri(URI.create("http://127.0.0.1:" + port + "/")).build(), BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void aReceiverWhosePortIsTakenEndsWithOneLine() {
        assertThat(statusOf("receive", "--port", Integer.toString(receiver.port())))
                .isEqualTo(1);
        assertThat(program.errors())
                .singleElement()
                .asString()
                .startsWith("cannot listen on 127.0.0.1:" + receiver.port() + ": ")
                .endsWith("; expected a free port (--port)");
        assertThat(program.output()).isEmpty();
    }

    @Test
    void aWrongSecretIsRejectedInOneLineThatDoesNotRepeatIt() {
        assertThat(statusOf("receive", "--secret", "hush-hush")).isEqualTo(2);
        assertThat(program.errors())
                .singleElement()
                .asString()
                .startsWith("--secret: ")
                .contains("allowed is one or two secrets", "expected receive [--port PORT]")
                .doesNotContain("hush-hush");
    }

    @Test
    void anAnswerThatIsNoneIsRejectedInOneLine() {
        assertThat(statusOf("receive", "--answer", "99")).isEqualTo(2);
        assertThat(program.errors()).singleElement().asString().startsWith("--answer is 99: expected 200 to 599");
    }

    @Test
    void anOptionAndACommandAtOnceAreRejected() {
        assertThat(statusOf("--check", "receive")).isEqualTo(2);
        assertThat(program.errors()).singleElement().asString().startsWith("an option and receive at once; expected ");
    }

    @Test
    void objectsGoToTheBrokerOfTheSettingsAndWhatIsNoneIsNamed() throws Exception {
        program.write("events.json", "[{\"a\": 1.50}, 7, {\"b\": {}}]");
        try (BrokerProcess site = withSiteBroker()) {
            assertThat(statusOf("send", "events.json", "--queue", "campaigns")).isEqualTo(1);
            assertThat(program.output()).containsExactly("sent 2");
            assertThat(program.errors())
                    .containsExactly("events.json, record 2: not sent: expected a JSON object, got a number");
            try (Broker broker = Broker.connect(site.factory())) {
                assertThat(broker.receive("campaigns")).isEqualTo("{\"a\": 1.50}");
                assertThat(broker.receive("campaigns")).isEqualTo("{\"b\": {}}");
            }
        }
    }

    @Test
    void statisticsGoToATopic() throws Exception {
        program.write("statistics.json", "{\"busyFactor\": 0.8}");
        try (BrokerProcess site = withSiteBroker();
                Connection connection = site.factory().createConnection()) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageConsumer subscriber = session.createConsumer(session.createTopic("figures"));
            connection.start();
            assertThat(statusOf("send", "statistics.json", "--topic", "figures"))
                    .isZero();
            assertThat(((TextMessage) subscriber.receive(30_000)).getText()).isEqualTo("{\"busyFactor\": 0.8}");
        }
    }

    private BrokerProcess withSiteBroker() {
        BrokerProcess site =
                BrokerProcess.withSecurityIn(folder.resolve("broker")).start();
        program.with("jms.broker-url", site.url())
                .with("jms.username", BrokerProcess.USER)
                .with("jms.password", BrokerProcess.PASSWORD);
        return site;
    }

    @Test
    void withoutARunningProgramNothingIsSentAndNoBrokerStarted() throws IOException {
        program.write("events.json", Configured.event("loaded", 1));
        List<String> before = files();
        assertThat(statusOf("send", "events.json")).isEqualTo(1);
        assertThat(program.output()).containsExactly("sent 0");
        assertThat(program.errors())
                .singleElement()
                .asString()
                .startsWith("the broker cannot be reached (")
                .contains("expected the program to run in this folder");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aFileIsPostedWithTheTokenAndEachRejectedRecordIsNamed() {
        program.write("events.jsonl", Configured.event("loaded", 1) + "\n" + Configured.event("started", 1));
        program.write("wrong.json", "[" + Configured.event("loaded", 1) + ", {}, 7]");
        program.with("ingest.http.enabled", "true")
                .with("ingest.http.port", port)
                .with("ingest.http.token", "s3cret")
                .start();
        String events = "http://127.0.0.1:" + port + "/lifecycle-events";
        assertSent(0, "accepted 2", "events.jsonl", "--http", events);
        assertThat(assertSent(1, "accepted 0", "wrong.json", "--http", events))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("wrong.json, record 2: rejected: "))
                .contains("wrong.json, record 3: rejected: expected a JSON object, got a number");
        String other = receiver.uri("/events?key=4711");
        assertThat(assertSent(1, "accepted 0", "events.jsonl", "--http", other))
                .containsExactly("events.jsonl: not accepted: answer 200 of " + receiver.uri("/events"));
        assertThat(receiver.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.headers())
                        .containsEntry("content-type", "application/x-ndjson")
                        .doesNotContainKeys("authorization", "idempotency-key"));
    }

    /** @return what is printed as wrong */
    private List<String> assertSent(int status, String output, String... words) {
        try (RunningProgram send = RunningProgram.beside(program)) {
            assertThat(send.asked("send").asked(words).launch().exitStatus()).isEqualTo(status);
            assertThat(send.output()).containsExactly(output);
            return send.errors();
        }
    }

    @Test
    void aUrlThatIsNoneIsRejectedInOneLine() {
        assertThat(statusOf("send", "-", "--http", "127.0.0.1:8089")).isEqualTo(2);
        assertThat(program.errors())
                .singleElement()
                .asString()
                .startsWith("--http is 127.0.0.1:8089: no http or https URL")
                .contains("expected send FILE|-");
    }

    @Test
    void aUrlThatNobodyListensAtIsNamedInOneLine() {
        program.write("events.json", Configured.event("loaded", 1));
        assertThat(statusOf("send", "events.json", "--http", "http://127.0.0.1:" + port + "/statistics"))
                .isEqualTo(1);
        assertThat(program.errors())
                .singleElement()
                .asString()
                .startsWith("no answer from http://127.0.0.1:" + port + "/statistics (")
                .endsWith("expected a program that runs with ingest.http.enabled = true");
    }

    @Test
    void aFileThatIsMissingIsNamedInOneLine() {
        assertThat(statusOf("send", "events.json")).isEqualTo(1);
        assertThat(program.errors())
                .singleElement()
                .asString()
                .startsWith(folder.resolve("events.json") + " is missing: expected ");
    }
}
