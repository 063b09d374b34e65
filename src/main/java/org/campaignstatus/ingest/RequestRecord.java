package org.campaignstatus.ingest;

import org.campaignstatus.inbox.InputRecord;

/**
 * A record of a request.
 *
 * @param record the record in the body
 * @param id the id of its event, unless the event brings one
 */
record RequestRecord(InputRecord record, String id) {

    /** @throws org.campaignstatus.input.InvalidInputException if there is no readable text */
    String text() {
        record.requireValid();
        return record.text();
    }
}
