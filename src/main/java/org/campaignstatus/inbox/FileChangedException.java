package org.campaignstatus.inbox;

import java.io.IOException;

/** A file was written to or replaced while its events were in flight, so that it holds what was not read yet. */
final class FileChangedException extends IOException {

    FileChangedException(String message) {
        super(message);
    }
}
