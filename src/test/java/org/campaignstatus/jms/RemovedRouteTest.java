package org.campaignstatus.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.nio.file.Path;
import org.apache.camel.health.HealthCheck;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.SiteBroker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a topic is over when no route listens to it any more. */
@Tag("endurance")
final class RemovedRouteTest {

    private static final String QUEUE = "campaigngroup.lifecycle";

    @TempDir
    private Path folder;

    @Test
    void theProblemOfARouteGoesWithIt() throws Exception {
        try (SiteBroker broker = SiteBroker.withQueues(QUEUE, QUEUE + ".failed");
                Program program = broker.usedBy(Program.in(folder))
                        .configuredBy(Configured.campaignGroups().with(1).json())
                        .with("lifecycle.jms.enabled", "true")
                        .with("lifecycle.jms.ordered", "false")
                        .with("statistics.jms.enabled", "true")
                        .start()) {
            await().untilAsserted(() -> assertThat(
                            program.health("broker").getMessage().orElse(""))
                    .startsWith("campaigngroup.statistics cannot be listened to: There is no topic"));
            assertThat(isAway(program)).isEqualTo(1);

            program.context().getRouteController().stopRoute("statistics-jms");
            program.context().removeRoute("statistics-jms");
            await().until(() -> program.health("broker").getState() == HealthCheck.State.UP);
            assertThat(isAway(program)).isZero();
        }
    }

    private static double isAway(Program program) {
        return program.metrics().sum("campaignstatus_broker_away");
    }
}
