package org.campaignstatus.inbox;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.campaignstatus.input.Input;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.RejectionReason;
import org.campaignstatus.input.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the files of inboxes and rejects their invalid records. Thread-safe. */
public final class Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final BiConsumer<Source, RejectionReason> listener;
    private final Map<Path, ReadFilesJournal> begun = new ConcurrentHashMap<>();

    /** @param listener called for each rejected record; must be thread-safe */
    public Inbox(BiConsumer<Source, RejectionReason> listener) {
        this.listener = listener;
    }

    public InboxFile open(File file) {
        Path path = file.toPath();
        return new InboxFile(path, begun.computeIfAbsent(path.toAbsolutePath().getParent(), ReadFilesJournal::new));
    }

    /** Quarantines a record of a file, with the reason. */
    public void reject(InboxFile file, Input input, Exception problem) {
        listener.accept(input.source(), RejectionReason.of(problem));
        if (problem instanceof InvalidInputException) {
            file.reject(input, problem.getMessage());
        } else {
            LOG.error("{} of {} could not be accepted", input, file, problem);
            file.reject(input, "could not be accepted: " + problem);
        }
    }
}
