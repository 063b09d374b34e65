package org.campaignstatus.ingest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.File;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.campaignstatus.inbox.InputRecord;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.RejectionReason;
import org.campaignstatus.input.Source;

/** The records of one request: a JSON object, the elements of an array, or lines. Not thread-safe. */
final class RequestRecords {

    /** Rejected records that an answer lists; a body of 16 MiB may have millions. */
    private static final int MAX_LISTED = 1000;

    private static final Pattern TYPE = Pattern.compile("(?i)application/(json|x-ndjson)\\s*(;.*)?");

    private static final Pattern OTHER_CHARSET =
            Pattern.compile("(?i).*;\\s*charset\\s*=\\s*+(?!\"?(utf-8|utf8|us-ascii)\"?\\s*(;.*)?$).*");

    private static final String KEY = "[\\x21-\\x7E]{1,255}";

    private final Iterator<InputRecord> records;
    private final String idPrefix;
    private final BiConsumer<Source, RejectionReason> listener;
    private final ArrayNode rejected = JsonNodeFactory.instance.arrayNode();
    private int more;
    private int accepted;

    /** What becomes of a record. */
    interface Target {

        /** @throws InvalidInputException if the record is not valid */
        void accept(RequestRecord record) throws IOException;
    }

    /**
     * @param headers of the request; Idempotency-Key makes the ids of events the same when the request is repeated
     * @throws RejectedRequestException if they say that the request is no POST of JSON, or if the key is not one
     */
    RequestRecords(File body, Map<String, Object> headers, BiConsumer<Source, RejectionReason> listener)
            throws IOException, RejectedRequestException {
        this.records = InputRecord.read(body.toPath(), isLines(headers));
        this.idPrefix = idPrefix(headers);
        this.listener = listener;
    }

    private static boolean isLines(Map<String, Object> headers) throws RejectedRequestException {
        if (!"POST".equals(headers.get(Exchange.HTTP_METHOD))) {
            throw RejectedRequestException.with(
                    HttpAnswer.error(405, "expected POST").with("Allow", "POST"));
        }
        Matcher type = TYPE.matcher(String.valueOf(headers.get(Exchange.CONTENT_TYPE)));
        if (!type.matches()
                || OTHER_CHARSET.matcher(type.group()).matches()
                || headers.get(Exchange.CONTENT_ENCODING) != null) {
            throw RejectedRequestException.with(
                    HttpAnswer.error(415, "expected application/json or application/x-ndjson in UTF-8, not compressed")
                            .with("Accept", "application/json, application/x-ndjson"));
        }
        return type.group(1).equalsIgnoreCase("x-ndjson");
    }

    private static String idPrefix(Map<String, Object> headers) throws RejectedRequestException {
        Object key = headers.get("Idempotency-Key");
        if (key == null) {
            return UUID.randomUUID().toString();
        }
        if (!key.toString().matches(KEY)) {
            throw RejectedRequestException.with(
                    HttpAnswer.error(400, "Idempotency-Key: expected 1 to 255 characters of printable ASCII"));
        }
        return key.toString();
    }

    /**
     * Has each record accepted.
     *
     * @return how many there are
     * @throws RejectedRequestException if any of them is invalid; says which, and why
     */
    int forEach(Target target) throws IOException, RejectedRequestException {
        while (records.hasNext()) {
            InputRecord record = records.next();
            try {
                target.accept(new RequestRecord(record, idPrefix + ":" + record.position()));
                accepted++;
            } catch (InvalidInputException e) {
                reject(record, e);
            }
        }
        if (!rejected.isEmpty()) {
            throw RejectedRequestException.because(rejected, more);
        }
        return accepted;
    }

    private void reject(InputRecord record, InvalidInputException problem) {
        listener.accept(Source.HTTP, problem.rejection());
        if (rejected.size() < MAX_LISTED) {
            rejected.addObject().put("position", record.position()).put("reason", problem.getMessage());
        } else {
            more++;
        }
    }
}
