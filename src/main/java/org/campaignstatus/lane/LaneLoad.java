package org.campaignstatus.lane;

/**
 * How busy the lanes are at a moment.
 *
 * @param inFlight lanes in flight
 * @param waiting campaign groups that wait for a connection to their server
 * @param saturated servers of which every connection is taken while more wait
 * @param events events that wait or are under way
 * @param mostEvents how many of these there may be before their sources wait
 */
public record LaneLoad(int inFlight, int waiting, int saturated, int events, int mostEvents) {}
