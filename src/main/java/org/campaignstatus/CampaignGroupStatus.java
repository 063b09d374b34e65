package org.campaignstatus;

import org.campaignstatus.cli.Arguments;

/** The command {@code java -jar campaign-group-status.jar}. */
public final class CampaignGroupStatus {

    private CampaignGroupStatus() {}

    /** Exits with a status that is not 0, after a line for each reason, if the program cannot start. */
    public static void main(String[] args) {
        int status = Arguments.execute(args);
        if (status != 0) {
            System.exit(status);
        }
    }
}
