package org.campaignstatus.ingest;

import org.campaignstatus.inbox.InputRecord;
import org.campaignstatus.input.InvalidInputException;

/**
 * A record of a request.
 *
 * @param record the record in the body
 * @param id the id of its event, unless the event brings one
 */
record RequestRecord(InputRecord record, String id) {

    /** @throws InvalidInputException if there is no readable text */
    String text() {
        if (record.problem() != null) {
            throw new InvalidInputException(record.rejection(), record.problem());
        }
        return record.text();
    }
}
