package org.campaignstatus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.http.HttpMessageFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.Receiver.Request;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What stands in the headers about a notification, as receivers that are not ours read it: the CloudEvents SDK (HTTP
 * binding, binary mode), and the library of Standard Webhooks.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EnvelopeTest {

    private static final int PLAIN = 1;
    private static final int TURNED_OFF = 2;
    private static final int OWN_SOURCE = 3;
    private static final int SIGNED = 4;
    private static final int ROTATED = 5;
    private static final int PERIODIC = 6;
    private static final int LARGE = 7;

    private static final String OLD = secret(24, 1);
    private static final String NEW = secret(64, 2);
    private static final String OTHER = secret(32, 3);

    private final Receiver receiver = Receiver.start();
    private final AtomicInteger files = new AtomicInteger();
    private Path secretFile;
    private Program program;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        secretFile = Files.writeString(folder.resolve("secret"), OLD + "\n");
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .configuredBy(Configured.campaignGroups()
                        .with(PLAIN)
                        .with(TURNED_OFF, "cloudevents-headers", "no", "webhook-signing-secret", OLD)
                        .with(OWN_SOURCE, "cloudevents-source", "urn:dialer:hall%204")
                        .with(SIGNED, "webhook-signing-secret", NEW + " " + OLD)
                        .with(ROTATED, "webhook-signing-secret", "file:" + secretFile)
                        .with(PERIODIC, "campaigngroup-states-interval", "1")
                        .with(LARGE, "webhook-signing-secret", NEW)
                        .json()
                        .replace("\"Group" + LARGE + "\"", "\"" + "\u00dc".repeat(300_000) + "\""))
                .start();
    }

    private static String secret(int bytes, int first) {
        byte[] secret = new byte[bytes];
        secret[0] = (byte) first;
        return "whsec_" + Base64.getEncoder().encodeToString(secret);
    }

    @AfterAll
    void stop() {
        program.close();
        receiver.close();
    }

    @ParameterizedTest
    @CsvSource({"loaded", "started", "stopped", "dial-mode-changed", "unloaded"})
    void anEventIsACloudEvent(String type) {
        String id = "an id-of:" + type;
        hand("{\"id\":\"%s\",\"event\":\"%s\",\"campaignGroup\":1,\"time\":\"2026-11-23T09:31:00.1234+01:00\"}"
                .formatted(id, type));

        CloudEvent event = cloudEvent(await().until(() -> withId("an~20id-of:" + type), found -> !found.isEmpty())
                .get(0));

        assertThat(event.getSpecVersion()).isEqualTo(SpecVersion.V1);
        assertThat(event.getId()).isEqualTo("an~20id-of:" + type);
        assertThat(event.getType()).isEqualTo("org.campaignstatus.campaigngroup." + type);
        assertThat(event.getSource()).hasToString("/campaign-group-status");
        assertThat(event.getSubject()).isEqualTo("1");
        assertThat(event.getTime()).isEqualTo(OffsetDateTime.parse("2026-11-23T08:31:00.123Z"));
        assertThat(event.getDataContentType()).isEqualTo("application/json");
    }

    @Test
    void theHeadersCanBeTurnedOff() {
        Request request = told(TURNED_OFF, "loaded");

        assertThat(request.headers().keySet()).noneMatch(name -> name.startsWith("ce-"));
        assertVerified(request, OLD);
    }

    @Test
    void theSourceCanBeTheSites() {
        assertThat(told(OWN_SOURCE, "loaded").headers()).containsEntry("ce-source", "urn:dialer:hall%25204");
    }

    @Test
    void everyPeriodicMessageIsAnEventOfItsOwn() {
        told(PERIODIC, "loaded");
        List<CloudEvent> events = await().until(
                        () -> about(PERIODIC).stream()
                                .map(EnvelopeTest::cloudEvent)
                                .toList(),
                        some -> some.size() >= 4);

        assertThat(events).extracting(CloudEvent::getId).doesNotHaveDuplicates();
        assertThat(events.subList(1, 4))
                .allSatisfy(
                        event -> assertThat(event.getType()).isEqualTo("org.campaignstatus.campaigngroup.periodic"));
        hand(event("unloaded", PERIODIC));
    }

    @Test
    void nothingIsSignedWithoutASecret() {
        assertThat(told(PLAIN, "loaded").headers().keySet()).noneMatch(name -> name.startsWith("webhook-"));
    }

    @Test
    void twoSecretsAreTwoSignaturesOfWhichEachIsGood() {
        Request request = told(SIGNED, "loaded");

        assertVerified(request, OLD);
        assertVerified(request, NEW);
        assertNotVerified(request, OTHER);
        assertThat(request.headers().get("webhook-signature")).matches("v1,\\S{44} v1,\\S{44}");
        assertThat(request.headers().get("webhook-id"))
                .isEqualTo(request.headers().get("ce-id"))
                .doesNotContain(".");
    }

    @Test
    void theSignatureCoversTheBytesAlsoOfALargeBody() {
        Request request = told(LARGE, "loaded");

        assertThat(request.body()).hasSizeGreaterThan(600_000);
        assertVerified(request, NEW);
        request.body()[300_000] ^= 1;
        assertNotVerified(request, NEW);
    }

    @Test
    void theSecretsCanChangeWhileTheProgramRuns() throws IOException {
        assertVerified(told(ROTATED, "loaded"), OLD);
        for (String step : List.of(NEW + "\n" + OLD, NEW)) {
            Files.writeString(secretFile, step);
            int signatures = step.split("\n").length;
            await().pollInterval(Duration.ofMillis(200)).until(() -> {
                Request request = told(ROTATED, "started");
                return isVerified(request, NEW)
                        && request.headers().get("webhook-signature").split(" ").length == signatures;
            });
        }
        assertNotVerified(told(ROTATED, "stopped"), OLD);
    }

    private static CloudEvent cloudEvent(Request request) {
        return HttpMessageFactory.createReader(request.headers(), request.body())
                .toEvent();
    }

    private static void assertVerified(Request request, String secret) {
        assertThatCode(() -> verify(request, secret)).doesNotThrowAnyException();
    }

    private static void assertNotVerified(Request request, String secret) {
        assertThatThrownBy(() -> verify(request, secret)).isInstanceOf(WebhookVerificationException.class);
    }

    private static boolean isVerified(Request request, String secret) {
        try {
            verify(request, secret);
            return true;
        } catch (WebhookVerificationException e) {
            return false;
        }
    }

    private static void verify(Request request, String secret) throws WebhookVerificationException {
        Map<String, List<String>> headers = request.headers().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
        new Webhook(secret).verify(request.text(), headers);
    }

    /** Hands in an event and waits for its notification. */
    private Request told(int dbid, String type) {
        int before = about(dbid).size();
        hand(event(type, dbid));
        return await().until(() -> about(dbid), found -> found.size() > before).get(before);
    }

    private void hand(String event) {
        program.handInLifecycle("%06d.json".formatted(files.incrementAndGet()), event);
    }

    private List<Request> withId(String id) {
        return requests()
                .filter(request -> id.equals(request.headers().get("ce-id")))
                .toList();
    }

    private List<Request> about(int dbid) {
        return requests()
                .filter(request -> request.json()
                        .get("GSW_CAMPAIGN_GROUP_DBID")
                        .textValue()
                        .equals(Integer.toString(dbid)))
                .toList();
    }

    private Stream<Request> requests() {
        return receiver.requests().stream();
    }
}
