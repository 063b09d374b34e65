package org.campaignstatus.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.campaignstatus.inbox.InboxWriter;
import org.campaignstatus.input.Inputs;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.Json;
import org.campaignstatus.input.JsonFields;
import org.campaignstatus.input.RejectionReason;
import org.campaignstatus.input.Source;
import org.campaignstatus.lifecycle.LifecycleEvents;
import org.campaignstatus.statistics.Statistics;
import org.campaignstatus.statistics.StatisticsReader;
import org.campaignstatus.statistics.StatisticsSample;

/**
 * Accepts the records of a request, all or none: they are checked as the routes behind the inboxes check them, and are on the
 * disk in an inbox when a method returns. Each record is written with the id and the time that it would get by its arrival.
 *
 * <p>All methods take the body in a file and the headers of the request, and return the body of the answer 202. They throw
 * IOException if the records cannot be made durable. Thread-safe.
 */
public final class HttpInput {

    private final Inputs inputs = new Inputs();
    private final LifecycleEvents eventReader;
    private final StatisticsReader sampleReader;
    private final Statistics latest;
    private final InboxWriter events;
    private final InboxWriter samples;
    private final InstantSource clock;
    private final BiConsumer<Source, RejectionReason> listener;

    /**
     * @param latest where statistics go that the event of the same notification needs
     * @param clock the wall clock
     * @param listener called for each rejected record; must be thread-safe
     */
    public HttpInput(
            LifecycleEvents eventReader,
            StatisticsReader sampleReader,
            Statistics latest,
            InboxWriter events,
            InboxWriter samples,
            InstantSource clock,
            BiConsumer<Source, RejectionReason> listener) {
        this.eventReader = eventReader;
        this.sampleReader = sampleReader;
        this.latest = latest;
        this.events = events;
        this.samples = samples;
        this.clock = clock;
        this.listener = listener;
    }

    public String lifecycleEvents(File body, Map<String, Object> headers) throws IOException, RejectedRequestException {
        return accept(body, headers, events, this::addEvent);
    }

    public String statistics(File body, Map<String, Object> headers) throws IOException, RejectedRequestException {
        return accept(body, headers, samples, this::addSample);
    }

    /** Checks a record and adds it to a file. */
    private interface Addition {
        void add(InboxWriter.Draft draft, ObjectNode json, RequestRecord record) throws IOException;
    }

    private String accept(File body, Map<String, Object> headers, InboxWriter inbox, Addition addition)
            throws IOException, RejectedRequestException {
        try (InboxWriter.Draft draft = inbox.begin()) {
            int count = new RequestRecords(body, headers, listener)
                    .forEach(record -> addition.add(draft, Json.object(record.text()), record));
            draft.handIn();
            return accepted(count);
        }
    }

    /** Takes notifications as the vendor's dialer sends them. */
    public String campaignGroupStates(File body, Map<String, Object> headers)
            throws IOException, RejectedRequestException {
        Map<Integer, StatisticsSample> last = new HashMap<>();
        try (InboxWriter.Draft eventDraft = events.begin();
                InboxWriter.Draft sampleDraft = samples.begin()) {
            int count = new RequestRecords(body, headers, listener).forEach(record -> {
                StateNotification notification = new StateNotification(record.text());
                Optional<ObjectNode> event = notification.event();
                Optional<ObjectNode> statistics = notification.statistics();
                if (event.isPresent()) {
                    addEvent(eventDraft, event.get(), record);
                }
                if (statistics.isPresent()) {
                    StatisticsSample sample = addSample(sampleDraft, statistics.get(), record);
                    last.put(sample.campaignGroup(), sample);
                }
            });
            eventDraft.sync();
            sampleDraft.handIn();
            // the notification of an event has the statistics that came with it, and the inboxes do not wait for each
            // other
            last.values().forEach(latest::accept);
            eventDraft.handIn();
            return accepted(count);
        }
    }

    private void addEvent(InboxWriter.Draft draft, ObjectNode event, RequestRecord record) throws IOException {
        if (!new JsonFields(event).has("id")) {
            event.put("id", record.id());
        }
        String line = withTime(event);
        eventReader.read(inputs.of(record.id(), line));
        draft.add(line);
    }

    private StatisticsSample addSample(InboxWriter.Draft draft, ObjectNode sample, RequestRecord record)
            throws IOException {
        String line = withTime(sample);
        StatisticsSample read = sampleReader.read(inputs.of(record.id(), line));
        draft.add(line);
        return read;
    }

    /** What waits in an inbox while the program is down must not count as new. */
    private String withTime(ObjectNode json) {
        if (!new JsonFields(json).has("time")) {
            json.put("time", clock.instant().toString());
        }
        String line = json.toString();
        if (Json.isTooLong(line)) {
            throw new InvalidInputException(
                    RejectionReason.TOO_LONG, "over 1 MiB with id and time: expected a shorter object");
        }
        return line;
    }

    private static String accepted(int count) {
        return "{\"accepted\": " + count + "}";
    }
}
