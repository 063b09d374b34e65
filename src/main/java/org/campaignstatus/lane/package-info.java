/** Lanes: a FIFO queue for each campaign group, and a concurrency limit for each receiver. */
package org.campaignstatus.lane;
