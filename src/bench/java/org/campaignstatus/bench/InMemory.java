package org.campaignstatus.bench;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.main.Main;
import org.campaignstatus.CampaignGroupStatus;
import org.campaignstatus.clock.MonotonicClock;
import org.campaignstatus.configuration.LiveConfiguration;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.Ledger;
import org.campaignstatus.lifecycle.OneNode;
import org.campaignstatus.settings.Overrides;

/** The program, but for its state, which is gone with the process: what remains is what keeping it costs. */
final class InMemory {

    private static final Path SETTINGS = Path.of("application.properties");

    private InMemory() {}

    public static void main(String[] arguments) throws Exception {
        program().run();
    }

    static Main program() throws Exception {
        Main program = CampaignGroupStatus.program(SETTINGS, new Overrides());
        program.bind(
                "stateStore",
                new OneNode(new Forgetful(), new LiveConfiguration(SETTINGS, new Overrides()), new MonotonicClock()));
        return program;
    }

    /** A ledger that only knows which events it has seen. */
    private static final class Forgetful implements Ledger {

        private final Set<String> ids = ConcurrentHashMap.newKeySet();

        @Override
        public boolean enter(String eventId, CampaignGroupState after) {
            return ids.add(eventId);
        }

        @Override
        public void number(Map<Integer, Long> numbers) {
            // nobody asks for them again
        }

        @Override
        public Collection<CampaignGroupState> states() {
            return List.of();
        }

        @Override
        public boolean isAvailable() {
            return true;
        }
    }
}
