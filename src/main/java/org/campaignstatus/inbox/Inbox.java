package org.campaignstatus.inbox;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.campaignstatus.input.Input;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.RejectionListener;
import org.campaignstatus.input.RejectionReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes files out of the folders they are handed in. Thread-safe. */
public final class Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final RejectionListener listener;
    private final Map<Path, ReadFilesJournal> begun = new ConcurrentHashMap<>();

    public Inbox(RejectionListener listener) {
        this.listener = listener;
    }

    /** Begins the work on a file. */
    public InboxFile open(File file) {
        Path path = file.toPath();
        return new InboxFile(path, begun.computeIfAbsent(path.toAbsolutePath().getParent(), ReadFilesJournal::new));
    }

    /** Takes note that a piece of the file has been worked through. */
    public void takenOver(InboxFile file) {
        file.takenOver();
    }

    /** Keeps a piece of a file that could not be used, with the reason. */
    public void reject(InboxFile file, Input input, Exception problem) {
        listener.rejected(input.source(), RejectionReason.of(problem));
        if (problem instanceof InvalidInputException) {
            file.reject(input, problem.getMessage());
        } else {
            LOG.error("{} of {} could not be accepted", input, file, problem);
            file.reject(input, "could not be accepted: " + problem);
        }
    }
}
