package org.campaignstatus.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.campaignstatus.delivery.DeliveryAttempt;
import org.campaignstatus.delivery.RequestHeaders;
import org.campaignstatus.notification.Delivery;

/** The JSON of the last attempts. What a page has got stays for it to open, for a while. Thread-safe. */
final class AttemptRows {

    /** Attempts of one answer. */
    private static final int ATTEMPTS = 20;

    private final LastAttempts attempts;
    private final ShownAttempts shown = new ShownAttempts();

    AttemptRows(LastAttempts attempts) {
        this.attempts = attempts;
    }

    /** Adds the requested attempts, unless the page has the latest or reads others. */
    void add(ObjectNode answer, PageQuery query) {
        boolean onlyFailed = query.attempts().isOnlyFailed();
        long newest = attempts.newest(onlyFailed);
        answer.put("newest", newest);
        if (query.held() || newest == query.latest()) {
            answer.putNull("attempts");
        } else {
            add(answer.putObject("attempts"), newest, query.before(), query.attempts());
        }
    }

    /** Adds the last attempts that the filter selects. */
    void add(ObjectNode to, long newest, long before, AttemptFilter filter) {
        List<LastAttempts.Numbered> rows = attempts.before(before, ATTEMPTS + 1, filter);
        to.put("newest", newest);
        to.put("older", rows.size() > ATTEMPTS);
        ArrayNode list = to.putArray("rows");
        rows.stream().limit(ATTEMPTS).forEach(attempt -> {
            shown.add(attempt);
            addAttempt(list.addObject(), attempt);
        });
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
    }

    /** Adds one attempt with its headers and its JSON. @return whether it is still kept */
    boolean addWhole(ObjectNode answer, long number) {
        LastAttempts.Numbered last = attempts.numbered(number);
        LastAttempts.Numbered found = last != null && last.attempt().json() != null ? last : shown.of(number, last);
        if (found == null) {
            return false;
        }
        DeliveryAttempt attempt = found.attempt();
        addAttempt(answer, found);
        answer.put("length", found.length());
        ObjectNode headers = answer.putObject("headers");
        RequestHeaders.shown(attempt.delivery()).forEach((name, value) -> headers.put(name, value.toString()));
        attempt.siteHeaders().forEach(headers::put);
        answer.put("json", attempt.json() == null ? null : new String(attempt.json(), StandardCharsets.UTF_8));
        return true;
    }

    List<LastAttempts.Numbered> all(AttemptFilter filter) {
        return attempts.before(Long.MAX_VALUE, Integer.MAX_VALUE, filter);
    }
}
