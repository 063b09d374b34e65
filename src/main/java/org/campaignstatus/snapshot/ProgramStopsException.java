package org.campaignstatus.snapshot;

import java.sql.SQLException;

/** The dialer's database is not waited for any more, because the program stops. */
final class ProgramStopsException extends SQLException {

    private static final long serialVersionUID = 1;

    ProgramStopsException() {
        super("the program stops");
    }
}
