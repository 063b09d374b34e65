package org.campaignstatus.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The JSON of rates, receivers and failures. Thread-safe. */
final class TrafficRows {

    /** Rows of one answer. */
    private static final int MAX_ROWS = 50;

    private final Traffic traffic;

    TrafficRows(Traffic traffic) {
        this.traffic = traffic;
    }

    void add(ObjectNode answer, PageQuery query) {
        addRates(answer.putObject("rates"), query.range());
        addReceivers(answer, query.range());
        addFailures(answer.putArray("failures"));
    }

    /** The current step is included, so that the rates agree with the other tables. */
    private void addRates(ObjectNode rates, TimeRange range) {
        long until = (range.step(traffic.now()) + 1) * range.seconds() * 1000;
        rates.put("range", range.label());
        rates.put("step", range.seconds());
        rates.put("until", time(until));
        rates.set("delivered", array(traffic.rate(range, true)));
        rates.set("failed", array(traffic.rate(range, false)));
        if (range != TimeRange.MINUTES) {
            rates.put("recentlyDelivered", sum(traffic.rate(TimeRange.MINUTES, true)));
            rates.put("recentlyFailed", sum(traffic.rate(TimeRange.MINUTES, false)));
        }
        rates.put("lastTen", lastTen());
    }

    private static long sum(long[] numbers) {
        long sum = 0;
        for (long number : numbers) {
            sum += number;
        }
        return sum;
    }

    /** @return the number of notifications of the last ten whole seconds */
    private long lastTen() {
        long ten = 0;
        for (boolean delivered : List.of(true, false)) {
            long[] seconds = traffic.rate(TimeRange.MINUTES, delivered);
            for (int i = seconds.length - 11; i < seconds.length - 1; i++) {
                ten += seconds[i];
            }
        }
        return ten;
    }

    private void addReceivers(ObjectNode answer, TimeRange range) {
        List<Receivers.Totals> all = traffic.receivers().totals(range, traffic.now());
        answer.put("receiversInAll", all.size());
        ArrayNode rows = answer.putArray("receivers");
        all.stream().limit(MAX_ROWS).forEach(one -> addReceiver(rows.addObject(), one));
    }

    void addReceiver(ObjectNode row, Receivers.Totals one) {
        row.put("receiver", one.receiver());
        row.put("delivered", one.numbers().delivered());
        row.put("failed", one.numbers().failed());
        row.put("p50", rounded(one.numbers().p50()));
        row.put("p99", rounded(one.numbers().p99()));
        row.put("failingSince", one.failing() == 0 ? null : time(one.failing()));
        row.put("reason", one.failing() == 0 ? "" : one.reason());
        row.put("lastDelivered", one.delivered() == 0 ? null : time(one.delivered()));
    }

    private static Double rounded(double seconds) {
        return Double.isNaN(seconds) ? null : (Double) (Math.round(seconds * 1000) / 1000.0);
    }

    private void addFailures(ArrayNode rows) {
        traffic.receivers()
                .failures(traffic.now(), MAX_ROWS)
                .forEach(failures -> addFailures(rows.addObject(), failures));
    }

    void addFailures(ObjectNode row, Receivers.Failures failures) {
        row.put("receiver", failures.receiver())
                .put("reason", failures.reason())
                .put("count", failures.count())
                .put("recently", failures.recently())
                .put("first", time(failures.first()))
                .put("last", time(failures.last()))
                .put("delivered", failures.delivered() == 0 ? null : time(failures.delivered()));
    }

    String time(long millis) {
        return traffic.toWallClock(millis).truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static ArrayNode array(long[] numbers) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(numbers.length);
        for (long number : numbers) {
            array.add(number);
        }
        return array;
    }
}
