package org.campaignstatus.notification;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One notification. All components but the delivery are the JSON object that the receiver gets, with the vendor's attributes
 * in the vendor's order, which is that of the components; null if unknown or not applicable. Immutable.
 */
public record Notification(
        @JsonIgnore Delivery delivery,
        @JsonProperty("GSW_USER_EVENT") String userEvent,
        @JsonProperty("GSW_DATE_TIME") String dateTime,
        @JsonProperty("GSW_TENANT_NAME") String tenantName,
        @JsonProperty("GSW_TENANT_CCID") String tenantCcid,
        @JsonProperty("GSW_CAMPAIGN_GROUP_NAME") String campaignGroupName,
        @JsonProperty("GSW_CAMPAIGN_GROUP_UUID") String campaignGroupUuid,
        @JsonProperty("GSW_CAMPAIGN_GROUP_DBID") String campaignGroupDbid,
        @JsonProperty("GSW_GROUP_NAME") String groupName,
        @JsonProperty("GSW_CAMPAIGN_NAME") String campaignName,

        @JsonProperty("GSW_CAMPAIGN_TEMPLATE_NAME") @JsonInclude(JsonInclude.Include.NON_NULL)
        String campaignTemplateName,

        @JsonProperty("GSW_QUEUE_NAME") String queueName,
        @JsonProperty("GSW_DIAL_MODE") Integer dialMode,
        @JsonProperty("GSW_OPTIMIZE_BY") Integer optimizeBy,
        @JsonProperty("GSW_OPTIMIZE_GOAL") Integer optimizeGoal,
        @JsonProperty("GSW_CAMPAIGN_GROUP_STATUS") int status,
        @JsonProperty("GSW_CAMPAIGN_GROUP_ACTION") int action,
        @JsonProperty("GSW_CAMPAIGN_GROUP_ACTOR") int actor,
        @JsonProperty("GSW_STAT_BUSY_FACTOR") Number busyFactor,
        @JsonProperty("GSW_STAT_HIT_RATIO") Number hitRatio,
        @JsonProperty("GSW_STAT_OVERDIAL_RATE") Number overdialRate,
        @JsonProperty("GSW_STAT_TIME_TO_COMPLETE") Number timeToComplete,
        @JsonProperty("GSW_CALLING_LISTS") List<CallingListStatus> callingLists) {

    public static final String USER_EVENT = "CampaignGroupState";

    /** A calling list of the campaign group. The names of its attributes are our own. */
    public record CallingListStatus(
            @JsonProperty("GSW_CALLING_LIST") String name,
            @JsonProperty("GSW_CALLING_LIST_DBID") String dbid,
            @JsonProperty("GSW_STAT_HIT_RATIO") Number hitRatio,
            @JsonProperty("GSW_STAT_TIME_TO_COMPLETE") Number timeToComplete) {}
}
