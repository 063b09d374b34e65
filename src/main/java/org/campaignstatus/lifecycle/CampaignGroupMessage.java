package org.campaignstatus.lifecycle;

/** A message about one campaign group, which must stay in order with the others about it. */
public interface CampaignGroupMessage {

    /** @return the campaign group's DBID */
    int campaignGroup();
}
