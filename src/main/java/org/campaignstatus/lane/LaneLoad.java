package org.campaignstatus.lane;

/**
 * The load of the lanes at a moment.
 *
 * @param inFlight lanes in flight
 * @param waiting lanes that wait for a connection to their server
 * @param saturated servers for which lanes wait
 * @param events events that wait or are in flight
 * @param mostEvents the number of these at which their sources wait
 */
public record LaneLoad(int inFlight, int waiting, int saturated, int events, int mostEvents) {}
