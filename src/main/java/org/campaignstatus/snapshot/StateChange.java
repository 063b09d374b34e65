package org.campaignstatus.snapshot;

import java.time.Instant;
import org.campaignstatus.lifecycle.CampaignGroupMessage;
import org.campaignstatus.lifecycle.LastEvent;

/**
 * A campaign group whose row differs from its state. Immutable.
 *
 * @param target what the row says
 * @param last the last event before the query; null for none. If there has been another one since, the row may be older
 *     than the state, and the change does not count
 * @param time when the query began, by the wall clock, in milliseconds
 */
public record StateChange(Snapshot target, LastEvent last, Instant time) implements CampaignGroupMessage {

    @Override
    public int campaignGroup() {
        return target.campaignGroup();
    }
}
