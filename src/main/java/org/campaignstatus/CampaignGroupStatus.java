package org.campaignstatus;

import org.campaignstatus.cli.Arguments;
import org.campaignstatus.cli.Start;

/** The command {@code java -jar campaign-group-status.jar}. */
public final class CampaignGroupStatus {

    private CampaignGroupStatus() {}

    /** Exits with a status that is not 0, after a line for each reason, if the program cannot start. */
    public static void main(String[] args) {
        // the parser of arguments would take a twelfth of a start's time
        int status = args.length == 0 ? Start.run() : Arguments.execute(args);
        if (status != 0) {
            System.exit(status);
        }
    }
}
