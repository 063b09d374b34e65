package org.campaignstatus.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.util.Optional;
import org.campaignstatus.configuration.CampaignGroup;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.settings.Secret;
import org.campaignstatus.settings.Setting;
import org.campaignstatus.settings.SettingKeys;

/** The JSON of the options in force for a campaign group, and where each comes from; no secret is in it. */
final class OptionRows {

    private OptionRows() {}

    static void add(ArrayNode rows, Configuration configuration, CampaignGroup group) {
        for (Setting<?> key : SettingKeys.OPTIONS) {
            rows.addObject()
                    .put("name", key.name())
                    .put("value", text(key, configuration.option(key, group)))
                    .put(
                            "from",
                            group.options().has(key)
                                    ? "options of the campaign group"
                                    : configuration.settings().place(key));
        }
    }

    private static String text(Setting<?> key, Object value) {
        if (value instanceof Secret<?> secret) {
            return secret.isSet() ? "set, not shown" : "";
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(present -> text(key, present)).orElse("");
        }
        return value instanceof Duration time ? Long.toString(time.toSeconds()) : key.shown(String.valueOf(value));
    }
}
