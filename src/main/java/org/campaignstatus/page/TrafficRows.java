package org.campaignstatus.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Says in JSON what was sent and what was lost. Thread-safe. */
final class TrafficRows {

    /** Attempts that are shown at a time. */
    private static final int ATTEMPTS = 20;

    private static final int MOST_LOSSES = 50;

    private final Traffic traffic;

    TrafficRows(Traffic traffic) {
        this.traffic = traffic;
    }

    /** Adds the rates, the losses and, unless the page has them all, the attempts that are asked for. */
    void add(ObjectNode answer, PageQuery query, Instant now) {
        addRates(answer.putObject("rates"), now.getEpochSecond() + 1);
        addLosses(answer.putArray("losses"));
        if (traffic.attempts(query.onlyLost()).newest() == query.known()) {
            answer.putNull("attempts");
        } else {
            addAttempts(answer.putObject("attempts"), query);
        }
    }

    /** The last second is the one that is not over yet, so that it agrees with the other tables. */
    private void addRates(ObjectNode rates, long until) {
        long end = traffic.now() / 1000 + 1;
        rates.put("until", Instant.ofEpochSecond(until).toString());
        rates.set("delivered", array(traffic.rates().before(end, true)));
        rates.set("lost", array(traffic.rates().before(end, false)));
    }

    private void addLosses(ArrayNode losses) {
        for (Receivers.Loss loss : traffic.receivers().losses(traffic.now(), MOST_LOSSES)) {
            losses.addObject()
                    .put("receiver", loss.receiver())
                    .put("reason", loss.reason())
                    .put("count", loss.count())
                    .put("recently", loss.recently())
                    .put("first", time(loss.first()))
                    .put("last", time(loss.last()))
                    .put("delivered", loss.delivered() == 0 ? null : time(loss.delivered()));
        }
    }

    private String time(long millis) {
        return traffic.onWallClock(millis).toString();
    }

    private static ArrayNode array(long[] numbers) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(numbers.length);
        for (long number : numbers) {
            array.add(number);
        }
        return array;
    }

    private void addAttempts(ObjectNode attempts, PageQuery query) {
        LastAttempts last = traffic.attempts(query.onlyLost());
        long newest = last.newest();
        List<LastAttempts.Kept> rows = last.before(Math.min(query.before(), newest + 1), ATTEMPTS + 1);
        attempts.put("newest", newest);
        attempts.put("older", rows.size() > ATTEMPTS);
        ArrayNode list = attempts.putArray("rows");
        rows.stream().limit(ATTEMPTS).forEach(attempt -> addAttempt(list.addObject(), attempt));
    }

    private static void addAttempt(ObjectNode row, LastAttempts.Kept attempt) {
        row.put("number", attempt.number());
        row.put("campaignGroup", attempt.campaignGroup());
        row.put("dbid", attempt.dbid());
        row.put("kind", attempt.kind().replace('-', ' '));
        row.put("receiver", attempt.receiver());
        row.put("delivered", attempt.delivered());
        row.put("outcome", attempt.outcome());
        row.put("time", attempt.begun().toString());
        row.put("seconds", attempt.duration().toNanos() / 1e9);
        row.put("length", attempt.length());
        row.put("json", attempt.json() == null ? null : new String(attempt.json(), StandardCharsets.UTF_8));
    }
}
