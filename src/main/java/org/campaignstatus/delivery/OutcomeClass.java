package org.campaignstatus.delivery;

/** The outcomes that metrics distinguish. */
public enum OutcomeClass {
    /** The receiver answered 2xx. */
    DELIVERED("delivered"),
    ANSWER_3XX("answer_3xx"),
    ANSWER_4XX("answer_4xx"),
    ANSWER_5XX("answer_5xx"),
    /** A status code that HTTP does not define as a final one. */
    ANSWER_OTHER("answer_other"),
    /** No whole answer in time: connecting, waiting for a free connection and fetching a token included. */
    TIMEOUT("timeout"),
    /** No connection: refused, no route, or unknown host. */
    UNREACHABLE("unreachable"),
    /** The connection ended before the answer did. */
    BROKEN_OFF("broken_off"),
    /** No TLS connection, or none that can be trusted. */
    TLS("tls"),
    /** An answer that is not HTTP, or too long. */
    BAD_ANSWER("bad_answer"),
    /** Not sent, because there was no access token for it. */
    NO_TOKEN("no_token"),
    /** Not sent, because the proxy did not let it through. */
    PROXY("proxy"),
    /** Not sent, because a step of a route failed before the request. */
    ROUTE_ERROR("route_error"),
    OTHER("other");

    private final String label;

    OutcomeClass(String label) {
        this.label = label;
    }

    /** @return the class of that status code */
    static OutcomeClass of(int status) {
        return switch (status / 100) {
            case 2 -> DELIVERED;
            case 3 -> ANSWER_3XX;
            case 4 -> ANSWER_4XX;
            case 5 -> ANSWER_5XX;
            default -> ANSWER_OTHER;
        };
    }

    /** @return its name to the outside, of lower-case letters, digits and underscores */
    public String label() {
        return label;
    }
}
