package org.campaignstatus.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;
import org.campaignstatus.input.Input;
import org.campaignstatus.input.InvalidInputException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which values each member may have is in the tables of the schemas; here is what the reader makes of them. */
class LifecycleEventsTest {

    private static final Instant ARRIVAL = Instant.parse("2026-11-23T08:31:12.345Z");

    @TempDir
    static Path folder;

    private static LifecycleEvents events;

    @BeforeAll
    static void configure() throws Exception {
        Path file = Files.writeString(folder.resolve("configuration.json"), """
                {"campaignGroups": [
                  {"dbid": 124, "uuid": "u", "name": "Campaign1@Group1", "group": "g", "campaign": "c"},
                  {"dbid": 125, "uuid": "u", "name": "Twin", "group": "g", "campaign": "c"},
                  {"dbid": 126, "uuid": "u", "name": "Twin", "group": "h", "campaign": "c"},
                  {"dbid": 127, "uuid": "u", "name": "124", "group": "h", "campaign": "c"}]}
                """);
        events = new LifecycleEvents(
                new ReloadableConfiguration(
                        folder.resolve("none"), key -> key.equals("configuration.file") ? file.toString() : null),
                Clock.fixed(ARRIVAL, ZoneOffset.UTC));
    }

    @Test
    void everyMemberIsRead() {
        assertThat(read("{'id': 'e1', 'event': 'started', 'campaignGroup': 124, 'time': '2026-11-23T08:31:00.123Z',"
                        + " 'dialMode': 'Predict', 'optimizeBy': 'BusyFactor', 'optimizeGoal': 80, 'actor': 1}"))
                .isEqualTo(new LifecycleEvent(
                        "e1",
                        EventType.STARTED,
                        124,
                        Instant.parse("2026-11-23T08:31:00.123Z"),
                        DialMode.PREDICT,
                        OptimizationMethod.BUSY_FACTOR,
                        80,
                        1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", 'id': null, 'time': null, 'dialMode': null, 'optimizeBy': null, 'optimizeGoal': null, 'actor': null"
            })
    void whatIsLeftOutHasItsDefault(String members) {
        assertThat(read("{'event': 'loaded', 'campaignGroup': 124" + members + "}"))
                .isEqualTo(new LifecycleEvent("of-the-input", EventType.LOADED, 124, ARRIVAL, null, null, null, 0));
    }

    @ParameterizedTest
    @EnumSource
    void everyEventHasItsName(EventType type) {
        assertThat(read("{'event': '" + type.wireName() + "', 'campaignGroup': 124}")
                        .type())
                .isEqualTo(type);
    }

    @ParameterizedTest
    @EnumSource
    void aDialModeIsReadByCodeAndByName(DialMode mode) {
        assertThat(read("{'event': 'started', 'campaignGroup': 124, 'dialMode': " + mode.code() + "}")
                        .dialMode())
                .isEqualTo(mode);
        assertThat(read("{'event': 'started', 'campaignGroup': 124, 'dialMode': '" + mode.wireName() + "'}")
                        .dialMode())
                .isEqualTo(mode);
    }

    @ParameterizedTest
    @EnumSource
    void anOptimizationIsReadByCodeAndByName(OptimizationMethod method) {
        assertThat(read("{'event': 'started', 'campaignGroup': 124, 'optimizeBy': " + method.code() + "}")
                        .optimizeBy())
                .isEqualTo(method);
        assertThat(read("{'event': 'started', 'campaignGroup': 124, 'optimizeBy': '" + method.wireName() + "'}")
                        .optimizeBy())
                .isEqualTo(method);
    }

    @ParameterizedTest
    @CsvSource({"124,124", "'\"Campaign1@Group1\"',124", "127,127", "'\"124\"',127"})
    void anIntegerIsADbidAndAStringIsAName(String json, int dbid) {
        assertThat(read("{'event': 'loaded', 'campaignGroup': " + json + "}").campaignGroup())
                .isEqualTo(dbid);
    }

    @ParameterizedTest
    @CsvSource({
        "99, unknown campaign group 99",
        "0, unknown campaign group 0",
        "'\"Nobody\"', unknown campaign group Nobody",
        "'\"campaign1@group1\"', unknown campaign group campaign1@group1",
        "'\"Twin\"', several campaign groups are named Twin: expected a DBID",
        "1.0, campaignGroup is 1.0: expected the DBID or the name of a campaign group",
        "-1, campaignGroup is -1: expected the DBID or the name of a campaign group",
        "null, campaignGroup is missing: expected the DBID or the name of a campaign group",
    })
    void aCampaignGroupThatIsNoneIsRejected(String json, String problem) {
        assertThatThrownBy(() -> read("{'event': 'loaded', 'campaignGroup': " + json + "}"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(problem);
    }

    @Test
    void anUnknownEventIsRejectedWithThoseThatAreKnown() {
        assertThatThrownBy(() -> read("{'event': 'paused', 'campaignGroup': 124}"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "event is \"paused\": expected one of loaded, unloaded, started, stopped, dial-mode-changed");
    }

    @Test
    void aCodeOrNameThatIsNoneIsRejectedWithThoseThatAre() {
        assertThatThrownBy(() -> read("{'event': 'started', 'campaignGroup': 124, 'optimizeBy': 4}"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("optimizeBy is 4: expected a code from 0 to 3 or one of NoOptimizationMethod, BusyFactor,"
                        + " OverdialRate, WaitTime");
    }

    @Test
    void unknownMembersAreIgnored() {
        assertThat(read("{'event': 'loaded', 'campaignGroup': 124, 'Actor': -1, 'x': {'event': 5}}")
                        .actor())
                .isZero();
    }

    @Test
    void anInputWithoutATextIsRejectedForItsOwnReason() {
        Input unreadable = new Input() {
            @Override
            public String id() {
                return "x";
            }

            @Override
            public String text() {
                throw new InvalidInputException("over 1 MiB");
            }
        };
        assertThatThrownBy(() -> events.read(unreadable)).hasMessage("over 1 MiB");
    }

    private static LifecycleEvent read(String json) {
        return events.read(new Input() {
            @Override
            public String id() {
                return "of-the-input";
            }

            @Override
            public String text() {
                return json.replace('\'', '"');
            }
        });
    }
}
