package org.campaignstatus.bench;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.main.Main;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.database.SingleNodeStateStore;
import org.campaignstatus.database.StateRepository;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.runtime.Application;
import org.campaignstatus.settings.ExternalOverrides;
import org.campaignstatus.util.MonotonicClock;

/** The program, but for its state, which is gone with the process: what remains is what keeping it costs. */
final class InMemory {

    private static final Path SETTINGS = Path.of("application.properties");

    private InMemory() {}

    public static void main(String[] arguments) throws Exception {
        program().run();
    }

    static Main program() throws Exception {
        Main program = Application.create(SETTINGS, new ExternalOverrides());
        program.bind(
                "stateStore",
                new SingleNodeStateStore(
                        new Forgetful(),
                        new ReloadableConfiguration(SETTINGS, new ExternalOverrides()),
                        new MonotonicClock()));
        return program;
    }

    /** A repository that only knows which events it has seen. */
    private static final class Forgetful implements StateRepository {

        private final Set<String> ids = ConcurrentHashMap.newKeySet();

        @Override
        public boolean save(String eventId, CampaignGroupState after) {
            return ids.add(eventId);
        }

        @Override
        public void raiseSequences(Map<Integer, Long> numbers) {
            // nobody asks for them again
        }

        @Override
        public void saveSequences(Map<Integer, Long> numbers) {
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
