package org.campaignstatus.statistics;

import java.time.Instant;

/** The records of a campaign group or calling list at one time: still ready, and processed since the load. */
record RecordCount(Instant time, double ready, double processed) {}
