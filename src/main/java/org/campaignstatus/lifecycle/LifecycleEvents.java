package org.campaignstatus.lifecycle;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;
import org.campaignstatus.input.Input;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.Json;
import org.campaignstatus.input.JsonFields;

/** Reads and validates lifecycle events. Thread-safe. */
public final class LifecycleEvents {

    private static final String CAMPAIGN_GROUP = "campaignGroup";
    private static final String EXPECTED_GROUP = "the DBID or the name of a campaign group";

    private final Supplier<Configuration> configuration;
    private final Clock clock;

    public LifecycleEvents(Supplier<Configuration> configuration, Clock clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /**
     * @return the event, with defaults for members that are left out, except the dial mode and the optimization
     * @throws InvalidInputException if the text is not a valid event of a campaign group in the configuration
     */
    public LifecycleEvent read(Input input) {
        JsonFields members = new JsonFields(Json.object(input.text()));
        EventType type = type(members);
        CampaignGroup group = campaignGroup(members);
        String id = members.text("id");
        Instant time = members.time("time");
        DialMode dialMode = DialMode.CODES.read(members, "dialMode");
        OptimizationMethod optimizeBy = OptimizationMethod.CODES.read(members, "optimizeBy");
        Integer goal = members.integer("optimizeGoal");
        Integer actor = members.integer("actor");
        return new LifecycleEvent(
                id == null ? input.id() : id,
                type,
                group.dbid(),
                time == null ? clock.instant() : time,
                dialMode,
                optimizeBy,
                goal,
                actor == null ? 0 : actor,
                input.source());
    }

    private static EventType type(JsonFields members) {
        EventType type = EventType.named(members.requiredText("event"));
        if (type == null) {
            throw members.unexpected("event", "one of " + EventType.names());
        }
        return type;
    }

    private CampaignGroup campaignGroup(JsonFields members) {
        members.require(CAMPAIGN_GROUP, EXPECTED_GROUP);
        return configuration.get().campaignGroups().named(members.integerOrText(CAMPAIGN_GROUP, EXPECTED_GROUP));
    }
}
