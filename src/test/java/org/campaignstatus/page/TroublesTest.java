package org.campaignstatus.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What health reports, in the words of the page. */
final class TroublesTest {

    @Test
    void aRouteThatIsStoppedIsNamedOnceAndInItsOwnWords() {
        Troubles troubles = new Troubles(null, null, null, null, Clock.systemUTC());
        assertThat(troubles.ofHealth(List.of(
                        new Troubles.Check("consumer:alone", false, "no connection"),
                        new Troubles.Check("consumer:periodic", false, "Route periodic has status Stopped"),
                        new Troubles.Check("route:alone", true, ""),
                        new Troubles.Check("route:periodic", false, "Route periodic has status Stopped"))))
                .extracting(Troubles.Trouble::text)
                .containsExactlyInAnyOrder("consumer:alone: no connection", "Route periodic has status Stopped");
    }
}
