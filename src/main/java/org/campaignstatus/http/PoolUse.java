package org.campaignstatus.http;

import org.apache.hc.core5.pool.PoolStats;

/**
 * How many connections there are at a moment.
 *
 * @param leased those that a request is under way on
 * @param idle those that are kept for the next one
 */
public record PoolUse(int leased, int idle) {

    static final PoolUse NONE = new PoolUse(0, 0);

    PoolUse plus(PoolStats stats) {
        return new PoolUse(leased + stats.getLeased(), idle + stats.getAvailable());
    }
}
