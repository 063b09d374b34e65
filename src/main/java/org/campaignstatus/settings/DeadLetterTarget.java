package org.campaignstatus.settings;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where failed notifications are kept: a folder or a JMS queue.
 *
 * @param folder the folder; empty for a queue
 * @param shown the same for an operator, as it was written
 */
public record DeadLetterTarget(Optional<Path> folder, String shown) {

    private static final String QUEUE = "jms:queue:";

    /** The names of files differ, so one temporary name is enough; a failure then leaves no more than one. */
    private static final String FILES = "?tempFileName=.writing&charset=UTF-8&forceWrites=false";

    /** @throws IllegalArgumentException if the text is neither a folder nor {@code jms:queue:NAME} */
    static DeadLetterTarget parse(String text) {
        if (text.startsWith(QUEUE) && text.length() > QUEUE.length()) {
            SettingKeys.endpointName(text.substring(QUEUE.length()));
            return new DeadLetterTarget(Optional.empty(), text);
        }
        if (text.matches("[a-z]{2,}:.*")) {
            throw new IllegalArgumentException();
        }
        return new DeadLetterTarget(Optional.of(SettingKeys.endpointFolder(text)), text);
    }

    /** @return whether it takes a broker to reach it */
    public boolean isQueue() {
        return folder.isEmpty();
    }

    /**
     * @param encoding makes a name one that a URI can hold
     * @return the endpoint for a route
     */
    public String endpoint(UnaryOperator<String> encoding) {
        return folder.map(path -> "file:" + encoding.apply(path.toString()) + FILES)
                .orElseGet(() -> QUEUE + encoding.apply(shown.substring(QUEUE.length())));
    }
}
