package org.campaignstatus.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.lifecycle.StatusReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudEventTest {

    private static final Map<String, String> SEEN = new HashMap<>();

    @ParameterizedTest
    @CsvSource({
        "7c0d6a52-6c6f-4f5e-9a40-3d1a0e6f6f11, 7c0d6a52-6c6f-4f5e-9a40-3d1a0e6f6f11",
        "ID:0e8b_1, ID:0e8b_1",
        "day.jsonl:1795422660123:12, day~2Ejsonl:1795422660123:12",
        "~2E, ~7E2E",
        "periodic/124/1, periodic~2F124~2F1",
        "\u00fc \u20ac, ~C3~BC~20~E2~82~AC",
        "'a\r\nX-Injected: b', a~0D~0AX-Injected:~20b"
    })
    void anIdStaysRecognisableAndIsHarmlessInAHeaderAndInASignature(String event, String id) {
        assertThat(CloudEvent.id(event)).isEqualTo(id);
    }

    @Test
    void aLongIdIsADigest() {
        assertThat(CloudEvent.id("x".repeat(200))).hasSize(200);
        assertThat(CloudEvent.id("x".repeat(201)))
                .startsWith("sha256/")
                .hasSize(71)
                .isNotEqualTo(CloudEvent.id("x".repeat(202)));
    }

    @Property(tries = 1000)
    void differentEventsHaveDifferentIds(@ForAll String event) {
        Assume.that(StandardCharsets.UTF_8.newEncoder().canEncode(event));
        String id = CloudEvent.id(event);
        assertThat(id).matches("[A-Za-z0-9_:~/-]*");
        assertThat(SEEN.merge(id, event, (before, now) -> before)).isEqualTo(event);
    }

    @AfterContainer
    static void forget() {
        SEEN.clear();
    }

    @Test
    void twoPeriodicMessagesOfOneMillisecondHaveDifferentIdsWhichAClockThatIsSetBackCanBringAbout() {
        assertThat(periodic(7).id())
                .isEqualTo("periodic/124/1795422660123/7")
                .isNotEqualTo(periodic(8).id());
    }

    private static CloudEvent periodic(long sequence) {
        CampaignGroupState state = new CampaignGroupState(124, Status.ACTIVE, null, null, null, null, sequence, null);
        return CloudEvent.of(new StatusReport(124, Instant.ofEpochMilli(1_795_422_660_123L), state, null));
    }

    @Test
    void aTimeThatRfc3339CannotWriteIsLeftOut() {
        Set<String> with = new HashSet<>();
        for (String time :
                new String[] {"-000001-12-31T23:59:59Z", "+10000-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z"}) {
            Map<String, Object> headers = new HashMap<>();
            new CloudEvent("id", "started", 1, Instant.parse(time), 1).putHeaders("/s", headers);
            if (headers.containsKey("ce-time")) {
                with.add(time);
            }
        }
        assertThat(with).containsExactly("9999-12-31T23:59:59.999Z");
    }

    @Test
    void aPercentSignOfTheSourceIsEncoded() {
        Map<String, Object> headers = new HashMap<>();
        new CloudEvent("id", "started", 1, Instant.EPOCH, 1).putHeaders("/a%20b", headers);
        assertThat(headers).containsEntry("ce-source", "/a%2520b");
    }
}
