package org.campaignstatus.ingest;

import java.io.IOException;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.support.LifecycleStrategySupport;
import org.campaignstatus.inbox.InboxWriter;
import org.campaignstatus.settings.SettingKeys;

/** Has the server listen from before the routes start until after they have stopped. */
public final class IngestStart extends LifecycleStrategySupport {

    private final IngestServer server;
    private final InboxWriter samples;

    /** @param samples the inbox that the server itself does not write to */
    public IngestStart(IngestServer server, InboxWriter samples) {
        this.server = server;
        this.samples = samples;
    }

    @Override
    public void onContextStarting(CamelContext context) throws VetoCamelContextStartException {
        try {
            samples.cleanUp();
            server.listen();
        } catch (IOException e) {
            server.close();
            throw new VetoCamelContextStartException(
                    SettingKeys.INGEST_PORT + " is " + server.getServerPort() + ", and it cannot be listened on: "
                            + e.getMessage(),
                    e,
                    context,
                    true);
        }
    }

    @Override
    public void onContextStopped(CamelContext context) {
        server.close();
    }
}
