package org.campaignstatus.configuration;

import java.util.Optional;
import org.campaignstatus.settings.Secret;
import org.campaignstatus.settings.SigningSecrets;

/**
 * What a campaign group's notifications are sent with beside their content. Immutable but for the secrets.
 *
 * @param source what the sender is called in CloudEvents headers; empty if there shall be none
 * @param signing what they are signed with; empty if they are not
 */
public record HeaderOptions(Optional<String> source, Optional<Secret<SigningSecrets>> signing) {}
