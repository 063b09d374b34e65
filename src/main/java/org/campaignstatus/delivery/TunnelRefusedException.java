package org.campaignstatus.delivery;

import java.io.IOException;

/** The proxy did not let a request through to an https receiver. */
public final class TunnelRefusedException extends IOException {

    /** @param status what the proxy answered */
    public TunnelRefusedException(int status) {
        super("no tunnel, answer " + status);
    }
}
