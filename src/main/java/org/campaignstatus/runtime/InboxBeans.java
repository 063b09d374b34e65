package org.campaignstatus.runtime;

import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Processor;
import org.campaignstatus.inbox.Inbox;
import org.campaignstatus.inbox.InboxBackoff;
import org.campaignstatus.inbox.InboxFile;
import org.campaignstatus.inbox.StableFileReadLock;
import org.campaignstatus.input.Inputs;
import org.campaignstatus.lane.InOrderExecutor;
import org.campaignstatus.metrics.Counts;

/** The sources that read files. */
record InboxBeans(InboxBackoff lifecycle, InboxBackoff statistics) {

    static InboxBeans bind(BeanBinder beans, Counts counts) {
        Inbox inbox = new Inbox(counts::rejected);
        InboxBackoff lifecycle = beans.bind("lifecycleInboxTrouble", InboxBackoff.class, new InboxBackoff());
        InboxBackoff statistics = beans.bind("statisticsInboxTrouble", InboxBackoff.class, new InboxBackoff());
        beans.bind("inputs", new Inputs());
        beans.bind("inbox", inbox);
        beans.bind("takenOver", (Processor)
                exchange -> exchange.getProperty("file", InboxFile.class).accepted());
        beans.bind("settledLifecycleFiles", new StableFileReadLock(lifecycle));
        beans.bind("settledStatisticsFiles", new StableFileReadLock(statistics));
        beans.bind("inOrder", new InOrderExecutor());
        return new InboxBeans(lifecycle, statistics);
    }

    /** @return why files stay in an inbox; empty if they do not */
    Optional<String> problem() {
        return lifecycle.problem().or(statistics::problem);
    }

    /** @return the errors that ended a thread that polls */
    Stream<Error> errors() {
        return Stream.of(lifecycle.error(), statistics.error()).flatMap(Optional::stream);
    }
}
