package org.campaignstatus.util;

import java.util.concurrent.TimeUnit;

/** A call has not returned in time. Its message goes on where the name of what was called ends. */
public final class NotAnsweredException extends Exception {

    private static final long serialVersionUID = 1L;

    NotAnsweredException(long nanos) {
        super("has not answered for " + Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos)) + " s", null, false, false);
    }
}
