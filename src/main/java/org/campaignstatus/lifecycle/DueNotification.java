package org.campaignstatus.lifecycle;

import java.time.Instant;

/**
 * The end of a campaign group's period.
 *
 * @param campaignGroup DBID
 * @param time when the period ended
 */
public record DueNotification(int campaignGroup, Instant time) {}
