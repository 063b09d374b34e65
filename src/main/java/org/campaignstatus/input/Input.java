package org.campaignstatus.input;

/**
 * One piece of JSON text as it came in, before anything has looked at it: a file, a line of one, or a message.
 * Immutable and thread-safe.
 */
public interface Input {

    /**
     * @return what tells this input from every other one and is the same when it is read again, for example
     *     {@code events.jsonl:1795420260123:17}; never empty
     */
    String id();

    /**
     * @return the text
     * @throws InvalidInputException if the input has no readable text: too long, not UTF-8, the wrong kind of message
     */
    String text();

    /** @return how it came in */
    default Source source() {
        return Source.OTHER;
    }
}
