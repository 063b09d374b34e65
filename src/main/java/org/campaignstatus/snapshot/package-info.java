/**
 * A database as the source: the rows that say how each campaign group is now, and the lifecycle events that lead there from
 * the state that was accepted last.
 */
package org.campaignstatus.snapshot;
