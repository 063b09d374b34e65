package org.campaignstatus.bench;

/** Something that is measured; see {@link Benchmark} for all of them. */
interface Work {

    /** @throws WrongWorkException if the receiver did not get what it should */
    void run(Bench bench) throws Exception;
}
