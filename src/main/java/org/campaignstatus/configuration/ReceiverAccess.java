package org.campaignstatus.configuration;

import java.util.Optional;
import org.campaignstatus.configuration.Authentication.Basic;
import org.campaignstatus.configuration.Authentication.Bearer;
import org.campaignstatus.configuration.Authentication.None;
import org.campaignstatus.configuration.Authentication.OAuth2;
import org.campaignstatus.settings.AuthenticationScheme;
import org.campaignstatus.settings.HeaderFields;
import org.campaignstatus.settings.InvalidSettingException;
import org.campaignstatus.settings.ProxyServer;
import org.campaignstatus.settings.Receiver;
import org.campaignstatus.settings.Secret;
import org.campaignstatus.settings.Setting;
import org.campaignstatus.settings.SettingKeys;

/**
 * How a request reaches its receiver. Immutable but for its secrets, and no secret is in its text.
 *
 * @param headers that the site adds
 */
public record ReceiverAccess(
        Optional<Secret<HeaderFields>> headers, Authentication authentication, Optional<Proxy> proxy) {

    /** Without headers, authentication or proxy. */
    public static final ReceiverAccess OPEN = new ReceiverAccess(Optional.empty(), new None(), Optional.empty());

    /** @param username without it the proxy gets no authentication */
    public record Proxy(ProxyServer server, Secret<String> username, Secret<String> password) {}

    /** @throws InvalidSettingException if an option lacks another one that it does not work without */
    static ReceiverAccess of(Configuration options, CampaignGroup group) {
        Secret<HeaderFields> headers = options.option(SettingKeys.CUSTOM_HEADERS, group);
        AuthenticationScheme scheme = options.option(SettingKeys.AUTHENTICATION, group);
        Optional<ProxyServer> proxy = options.option(SettingKeys.PROXY, group);
        if (!headers.isSet() && scheme == AuthenticationScheme.NONE && proxy.isEmpty()) {
            return OPEN;
        }
        return new ReceiverAccess(
                headers.isSet() ? Optional.of(headers) : Optional.empty(),
                authentication(scheme, options, group),
                proxy.map(server -> proxy(server, options, group)));
    }

    private static Authentication authentication(
            AuthenticationScheme scheme, Configuration options, CampaignGroup group) {
        return switch (scheme) {
            case NONE -> new None();
            case BASIC ->
                new Basic(
                        set(SettingKeys.USERNAME, scheme, options, group), options.option(SettingKeys.PASSWORD, group));
            case BEARER -> new Bearer(set(SettingKeys.BEARER_TOKEN, scheme, options, group));
            case OAUTH2 ->
                new OAuth2(
                        tokenUri(options, group),
                        set(SettingKeys.CLIENT_ID, scheme, options, group),
                        set(SettingKeys.CLIENT_SECRET, scheme, options, group),
                        options.option(SettingKeys.SCOPE, group));
        };
    }

    private static Receiver tokenUri(Configuration options, CampaignGroup group) {
        return options.option(SettingKeys.TOKEN_URI, group)
                .orElseThrow(() -> missing(SettingKeys.TOKEN_URI, AuthenticationScheme.OAUTH2));
    }

    private static <T> Secret<T> set(
            Setting<Secret<T>> key, AuthenticationScheme scheme, Configuration options, CampaignGroup group) {
        Secret<T> secret = options.option(key, group);
        if (!secret.isSet()) {
            throw missing(key, scheme);
        }
        return secret;
    }

    private static InvalidSettingException missing(Setting<?> key, AuthenticationScheme scheme) {
        return new InvalidSettingException(
                "%s is %s, and %s is missing".formatted(SettingKeys.AUTHENTICATION, scheme, key.name()));
    }

    private static Proxy proxy(ProxyServer server, Configuration options, CampaignGroup group) {
        return new Proxy(
                server,
                options.option(SettingKeys.PROXY_USERNAME, group),
                options.option(SettingKeys.PROXY_PASSWORD, group));
    }
}
