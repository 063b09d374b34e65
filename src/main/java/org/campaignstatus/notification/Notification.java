package org.campaignstatus.notification;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * One notification. All but the delivery is the JSON object that the receiver gets, with the vendor's attributes in the
 * vendor's order; what is null there is unknown or without meaning for the occasion. Immutable.
 */
@JsonPropertyOrder({
    "GSW_USER_EVENT",
    "GSW_DATE_TIME",
    "GSW_TENANT_NAME",
    "GSW_TENANT_CCID",
    "GSW_CAMPAIGN_GROUP_NAME",
    "GSW_CAMPAIGN_GROUP_UUID",
    "GSW_CAMPAIGN_GROUP_DBID",
    "GSW_GROUP_NAME",
    "GSW_CAMPAIGN_NAME",
    "GSW_CAMPAIGN_TEMPLATE_NAME",
    "GSW_QUEUE_NAME",
    "GSW_DIAL_MODE",
    "GSW_OPTIMIZE_BY",
    "GSW_OPTIMIZE_GOAL",
    "GSW_CAMPAIGN_GROUP_STATUS",
    "GSW_CAMPAIGN_GROUP_ACTION",
    "GSW_CAMPAIGN_GROUP_ACTOR",
    "GSW_STAT_BUSY_FACTOR",
    "GSW_STAT_HIT_RATIO",
    "GSW_STAT_OVERDIAL_RATE",
    "GSW_STAT_TIME_TO_COMPLETE",
    "GSW_CALLING_LISTS"
})
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

    /** The one event that this program tells of. */
    public static final String USER_EVENT = "CampaignGroupState";

    /** A calling list of the campaign group. The names of its attributes are our own. */
    @JsonPropertyOrder({"GSW_CALLING_LIST", "GSW_CALLING_LIST_DBID", "GSW_STAT_HIT_RATIO", "GSW_STAT_TIME_TO_COMPLETE"})
    public record CallingListStatus(
            @JsonProperty("GSW_CALLING_LIST") String name,
            @JsonProperty("GSW_CALLING_LIST_DBID") String dbid,
            @JsonProperty("GSW_STAT_HIT_RATIO") Number hitRatio,
            @JsonProperty("GSW_STAT_TIME_TO_COMPLETE") Number timeToComplete) {}
}
