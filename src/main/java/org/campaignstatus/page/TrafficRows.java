package org.campaignstatus.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.campaignstatus.delivery.DeliveryAttempt;
import org.campaignstatus.notification.Delivery;

/** The JSON of rates, failures and attempts. Thread-safe. */
final class TrafficRows {

    /** Attempts of one answer. */
    private static final int ATTEMPTS = 20;

    private static final int MAX_FAILURES = 50;

    private final Traffic traffic;

    TrafficRows(Traffic traffic) {
        this.traffic = traffic;
    }

    /** Adds the rates, the failures and, unless the page has the latest, the requested attempts. */
    void add(ObjectNode answer, PageQuery query, Instant now) {
        addRates(answer.putObject("rates"), now.getEpochSecond() + 1);
        addFailures(answer.putArray("losses"));
        if (traffic.attempts(query.onlyFailed()).newest() == query.latest()) {
            answer.putNull("attempts");
        } else {
            addAttempts(answer.putObject("attempts"), query);
        }
    }

    /** The current second is included, so that the rates agree with the other tables. */
    private void addRates(ObjectNode rates, long until) {
        rates.put("until", Instant.ofEpochSecond(until).toString());
        rates.set("delivered", array(traffic.rate(true)));
        rates.set("lost", array(traffic.rate(false)));
    }

    private void addFailures(ArrayNode rows) {
        for (Receivers.Failures failures : traffic.receivers().failures(traffic.now(), MAX_FAILURES)) {
            rows.addObject()
                    .put("receiver", failures.receiver())
                    .put("reason", failures.reason())
                    .put("count", failures.count())
                    .put("recently", failures.recently())
                    .put("first", time(failures.first()))
                    .put("last", time(failures.last()))
                    .put("delivered", failures.delivered() == 0 ? null : time(failures.delivered()));
        }
    }

    private String time(long millis) {
        return traffic.toWallClock(millis).toString();
    }

    private static ArrayNode array(long[] numbers) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(numbers.length);
        for (long number : numbers) {
            array.add(number);
        }
        return array;
    }

    private void addAttempts(ObjectNode attempts, PageQuery query) {
        LastAttempts last = traffic.attempts(query.onlyFailed());
        long newest = last.newest();
        List<LastAttempts.Numbered> rows = last.before(Math.min(query.before(), newest + 1), ATTEMPTS + 1);
        attempts.put("newest", newest);
        attempts.put("older", rows.size() > ATTEMPTS);
        ArrayNode list = attempts.putArray("rows");
        rows.stream().limit(ATTEMPTS).forEach(attempt -> addAttempt(list.addObject(), attempt));
    }

    private static void addAttempt(ObjectNode row, LastAttempts.Numbered numbered) {
        DeliveryAttempt attempt = numbered.attempt();
        Delivery delivery = attempt.delivery();
        row.put("number", numbered.number());
        row.put("campaignGroup", delivery.campaignGroup());
        row.put("dbid", Integer.toString(delivery.event().campaignGroup()));
        row.put("kind", delivery.event().kind().replace('-', ' '));
        row.put("receiver", delivery.receiver().shown());
        row.put("delivered", attempt.outcome().delivered());
        row.put("outcome", attempt.outcome().words());
        row.put("time", attempt.begun().toString());
        row.put("seconds", attempt.duration().toNanos() / 1e9);
        row.put("length", numbered.length());
        row.put("json", attempt.json() == null ? null : new String(attempt.json(), StandardCharsets.UTF_8));
    }
}
