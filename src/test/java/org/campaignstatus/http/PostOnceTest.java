package org.campaignstatus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.LogCapture;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever becomes of a POST, it is the only one of its event, it is logged, and the next event follows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostOnceTest {

    private static final String QUEUE = "campaigngroup.lifecycle";
    private static final String SECRET = "sesame";
    private static final String BODY = "words-of-the-receiver";
    private static final int LOADED = 7;
    private static final int STARTED = 9;

    enum Source {
        FILE,
        JMS
    }

    /** What the receiver does with the first request, and what the log says of that; null if it is a success. */
    enum Ending {
        ANSWER_200(Answer.statusWithBody(200, BODY), null),
        ANSWER_204(Answer.bytes("HTTP/1.1 204 No Content\r\n\r\n", true), null),
        SLOW(Answer.after(Duration.ofMillis(700)), null),
        ANSWER_302(Answer.statusWith(302, "Location: /elsewhere"), "answer 302"),
        ANSWER_307(Answer.statusWith(307, "Location: /elsewhere"), "answer 307"),
        ANSWER_400(Answer.statusWithBody(400, BODY), "answer 400"),
        ANSWER_401(Answer.statusWith(401, "WWW-Authenticate: Basic realm=\"" + BODY + "\""), "answer 401"),
        ANSWER_404(Answer.statusWithBody(404, BODY), "answer 404"),
        ANSWER_408(Answer.statusWith(408, "Connection: close"), "answer 408"),
        ANSWER_429(Answer.statusWith(429, "Retry-After: 0"), "answer 429"),
        ANSWER_500(Answer.statusWithBody(500, BODY), "answer 500"),
        ANSWER_503(Answer.statusWith(503, "Retry-After: 0"), "answer 503"),
        REFUSED(null, "connection refused"),
        RESET_BEFORE_READING(Answer.resetBeforeReading(), "connection reset"),
        RESET(Answer.reset(), "connection reset"),
        CLOSED(Answer.close(), "connection closed without an answer"),
        SILENCE(Answer.silence(), "no whole answer in time"),
        DRIPPING(Answer.dripping(), "no whole answer in time"),
        HALF(Answer.half(), "answer broken off"),
        ENDLESS(Answer.endless(), "answer too long"),
        GARBAGE(Answer.bytes(BODY + "\r\n", false), "connection closed without an answer"),
        OTHER_VERSION(Answer.bytes("HTTP/7.3 200 " + BODY + "\r\n\r\n", false), "answer is not HTTP");

        private final Answer answer;
        private final String words;

        Ending(Answer answer, String words) {
            this.answer = answer;
            this.words = words;
        }

        boolean isRead() {
            return this != REFUSED && this != RESET_BEFORE_READING;
        }

        /** A second is over soon; where an answer is expected, a busy machine gets all the time it may need. */
        String timeout() {
            return this == SILENCE || this == DRIPPING ? "1" : "60";
        }
    }

    /** The receiver of one case, listening or not, and its port. */
    private static final class Place {
        private Receiver receiver;
        private Socket reserved;

        static Place of(Ending ending) throws IOException {
            Place place = new Place();
            if (ending.answer != null) {
                place.receiver = Receiver.start().answering(ending.answer.once(Answer.status(200)));
                return place;
            }
            // bound but not listening: a connection is rejected, and nobody else gets the port
            place.reserved = new Socket();
            place.reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return place;
        }

        int port() {
            return receiver != null ? receiver.port() : reserved.getLocalPort();
        }

        String uri() {
            return "http://127.0.0.1:" + port() + "/states?token=" + SECRET;
        }

        void listen() throws IOException {
            if (receiver == null) {
                int port = reserved.getLocalPort();
                reserved.close();
                receiver = Receiver.startOn(port);
            }
        }
    }

    private final Map<Source, Map<Ending, Place>> places = new EnumMap<>(Source.class);
    private Program program;
    private Broker broker;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Configured configuration = Configured.campaignGroups();
        for (Source source : Source.values()) {
            places.put(source, new EnumMap<>(Ending.class));
            for (Ending ending : Ending.values()) {
                Place place = Place.of(ending);
                places.get(source).put(ending, place);
                configuration.with(
                        dbid(source, ending),
                        "campaigngroup-states-uri",
                        place.uri(),
                        "http-response-timeout",
                        ending.timeout());
            }
        }
        program = Program.in(folder)
                .with("send-campaigngroup-states", "true")
                .with("campaigngroup-states-interval", "0")
                .with("lifecycle.jms.enabled", "true")
                .configuredBy(configuration.json())
                .start();
        broker = program.broker();
    }

    @AfterAll
    void stop() throws Exception {
        broker.close();
        program.close();
        places.values().forEach(map -> map.values().forEach(place -> place.receiver.close()));
    }

    static Stream<Arguments> cases() {
        return Arrays.stream(Source.values())
                .flatMap(source -> Arrays.stream(Ending.values()).map(ending -> Arguments.of(source, ending)));
    }

    @ParameterizedTest(name = "from {0}: {1}")
    @MethodSource("cases")
    void aPostIsNotRepeatedAndTheNextEventFollows(Source source, Ending ending) throws Exception {
        Place place = places.get(source).get(ending);
        int dbid = dbid(source, ending);
        try (LogCapture log = LogCapture.withEveryNotification()) {
            handIn(source, ending, "loaded");
            awaitTaken(source, dbid + "-loaded.json");
            place.listen();
            handIn(source, ending, "started");
            await().until(() -> actions(place).contains(STARTED));
            awaitTaken(source, dbid + "-started.json");

            assertThat(actions(place)).isEqualTo(ending.isRead() ? List.of(LOADED, STARTED) : List.of(STARTED));
            assertThat(place.receiver.requests())
                    .extracting(Receiver.Request::target)
                    .containsOnly("/states?token=" + SECRET);
            if (ending == Ending.RESET_BEFORE_READING) {
                assertThat(place.receiver.connections()).isEqualTo(2);
            }
            assertThat(log.notifications(Level.WARN, "")).isEqualTo(expectedWarnings(ending, dbid, place));
            assertThat(log.lines())
                    .as("the lines turned on among them")
                    .hasSizeGreaterThanOrEqualTo(2)
                    .noneMatch(line -> line.toString().contains(SECRET))
                    .noneMatch(line -> line.toString().contains(BODY));
        }
    }

    private static List<String> expectedWarnings(Ending ending, int dbid, Place place) {
        return ending.words == null
                ? List.of()
                : List.of("Notification for Campaign Group %s to http://127.0.0.1:%d/states failed: %s, not repeated"
                        .formatted(Configured.name(dbid), place.port(), ending.words));
    }

    private void handIn(Source source, Ending ending, String event) throws Exception {
        int dbid = dbid(source, ending);
        if (source == Source.FILE) {
            program.handInLifecycle(dbid + "-" + event + ".json", event(event, dbid));
        } else {
            broker.send(QUEUE, event(event, dbid));
        }
    }

    /** Taken, so that neither poller nor broker has a reason to come back to it. */
    private void awaitTaken(Source source, String file) {
        Path done = program.folder().resolve("inbox/lifecycle/.done").resolve(file);
        await().until(() -> source == Source.FILE ? Files.exists(done) : broker.count(QUEUE) == 0);
    }

    private static List<Integer> actions(Place place) {
        return place.receiver.requests().stream()
                .map(request -> request.json().get("GSW_CAMPAIGN_GROUP_ACTION").intValue())
                .toList();
    }

    private static int dbid(Source source, Ending ending) {
        return 100 * (source.ordinal() + 1) + ending.ordinal();
    }
}
