package org.campaignstatus.ingest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request of which nothing is accepted, because of what it is or holds. */
public final class RejectedRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient HttpAnswer answer;

    private RejectedRequestException(HttpAnswer answer) {
        super("a request is answered " + answer.status(), null, false, false);
        this.answer = answer;
    }

    static RejectedRequestException with(HttpAnswer answer) {
        return new RejectedRequestException(answer);
    }

    /**
     * @param rejected an object with position and reason for each rejected record
     * @param more how many are rejected and not listed
     */
    static RejectedRequestException because(ArrayNode rejected, int more) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("accepted", 0);
        json.set("rejected", rejected);
        return new RejectedRequestException(HttpAnswer.json(400, more == 0 ? json : json.put("more", more)));
    }

    HttpAnswer answer() {
        return answer;
    }
}
