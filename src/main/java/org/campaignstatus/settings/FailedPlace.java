package org.campaignstatus.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where failed notifications are kept: a folder or a JMS queue.
 *
 * @param folder the folder; empty for a queue
 * @param endpoint the same for a route
 * @param shown the same for an operator, as it was written
 */
public record FailedPlace(Optional<Path> folder, String endpoint, String shown) {

    private static final String QUEUE = "jms:queue:";

    /** Files are told apart by their names, so one temporary name is enough; a failure then leaves no more than one. */
    private static final String FILES = "?tempFileName=.writing&charset=UTF-8&forceWrites=false";

    /** @throws IllegalArgumentException if the text is neither a folder nor {@code jms:queue:NAME} */
    static FailedPlace parse(String text) {
        if (text.startsWith(QUEUE) && text.substring(QUEUE.length()).matches("[^?&#{}\\s]+")) {
            return new FailedPlace(Optional.empty(), text, text);
        }
        if (text.matches("[a-z]{2,}:.*|.*[?#{}\\p{Cntrl}].*")) {
            throw new IllegalArgumentException();
        }
        return new FailedPlace(Optional.of(Path.of(text)), "file:" + text + FILES, text);
    }

    /** @return whether it takes a broker to reach it */
    public boolean isQueue() {
        return folder.isEmpty();
    }
}
