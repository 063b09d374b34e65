package org.campaignstatus.runtime;

import java.util.Optional;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;
import org.campaignstatus.util.Hosts;

/** What the keys of input by HTTP need of each other. */
public final class IngestChecks {

    private IngestChecks() {}

    /** @return what is wrong with them together; empty if nothing is, or there is no input by HTTP */
    public static Optional<String> problem(Settings settings) {
        if (!settings.get(SettingKeys.INGEST_HTTP)) {
            return Optional.empty();
        }
        if (!settings.get(SettingKeys.LIFECYCLE_FILE) || !settings.get(SettingKeys.STATISTICS_FILE)) {
            return Optional.of(SettingKeys.INGEST_HTTP + " is true, and takes requests into the inboxes: expected "
                    + SettingKeys.LIFECYCLE_FILE + " and " + SettingKeys.STATISTICS_FILE + " to be true, too");
        }
        String host = settings.get(SettingKeys.INGEST_HOST);
        return settings.get(SettingKeys.INGEST_TOKEN).isSet() || Hosts.isLoopback(host)
                ? Optional.empty()
                : Optional.of(SettingKeys.INGEST_HOST + " is '" + host + "' and " + SettingKeys.INGEST_TOKEN
                        + " is empty: expected a token, or a loopback address");
    }
}
