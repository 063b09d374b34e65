package org.campaignstatus.delivery;

import java.io.IOException;

/** The proxy refused the tunnel to an https receiver. */
public final class ProxyRefusedException extends IOException {

    /** @param status the proxy's answer */
    public ProxyRefusedException(int status) {
        super("no tunnel, answer " + status);
    }
}
