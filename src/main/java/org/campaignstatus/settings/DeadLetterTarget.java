package org.campaignstatus.settings;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The dead-letter store: a folder or a JMS queue.
 *
 * @param folder empty for a queue
 * @param shown the setting as it was written
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

    public boolean isQueue() {
        return folder.isEmpty();
    }

    /** @param encoding of a name in a URI */
    public String endpoint(UnaryOperator<String> encoding) {
        return folder.map(path -> "file:" + encoding.apply(path.toString()) + FILES)
                .orElseGet(() -> QUEUE + encoding.apply(shown.substring(QUEUE.length())));
    }
}
