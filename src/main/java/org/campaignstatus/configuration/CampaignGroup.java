package org.campaignstatus.configuration;

import java.util.List;
import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;

/**
 * A campaign joined to a group of agents, as the configuration describes it. Immutable.
 *
 * @param dbid its key in the configuration, unique and never re-used
 * @param name its name, usually {@code campaign@group}
 * @param group the agents' group
 * @param campaignTemplate the template that the campaign was made from, or null
 * @param voiceTransferDestination name of the DN that answered calls are delivered to; empty if there is none
 * @param dialMode the dial mode until an event has another one, or null
 * @param optimizeBy the optimization until an event has another one, or null
 * @param optimizeGoal its goal in percent or seconds, not negative, or null
 * @param callingLists in the order of the configuration
 */
public record CampaignGroup(
        int dbid,
        String uuid,
        String name,
        Tenant tenant,
        String group,
        String campaign,
        String campaignTemplate,
        String voiceTransferDestination,
        DialMode dialMode,
        OptimizationMethod optimizeBy,
        Integer optimizeGoal,
        List<CallingList> callingLists,
        GroupOptions options) {}
