package org.campaignstatus.configuration;

import java.util.Optional;
import org.campaignstatus.settings.Secret;
import org.campaignstatus.settings.SigningSecrets;

/**
 * The headers of a campaign group's notifications. Immutable but for the secrets.
 *
 * @param source of the CloudEvents headers; empty for none
 * @param signing the secrets of the signatures; empty for none
 */
public record HeaderOptions(Optional<String> source, Optional<Secret<SigningSecrets>> signing) {}
