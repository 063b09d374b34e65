package org.campaignstatus.lane;

/**
 * The server of a campaign group at a moment.
 *
 * @param server its name; empty for a campaign group without a receiver
 * @param connections the concurrency limit of the server, at least 1
 */
public record LaneTarget(String server, int connections) {}
