package org.campaignstatus.lane;

/**
 * Where the messages of a campaign group go at the moment.
 *
 * @param server what the messages wait for together; empty if they go nowhere
 * @param connections how many of them may be under way to that server at a time, at least 1
 */
public record LaneTarget(String server, int connections) {}
