package org.campaignstatus.lifecycle;

/** What concerns one campaign group and must keep its turn among all that concerns it. */
public interface CampaignGroupMessage {

    /** @return the campaign group's DBID */
    int campaignGroup();
}
