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
 * How a request comes by its receiver: the way there and what it shows at the door. Immutable but for its secrets, and
 * no secret is in its text.
 *
 * @param headers headers that the site adds
 * @param authentication what the receiver is shown
 * @param proxy the proxy on the way, if there is one
 */
public record ReceiverAccess(
        Optional<Secret<HeaderFields>> headers, Authentication authentication, Optional<Proxy> proxy) {

    /** Straight to the receiver, with nothing to show. */
    public static final ReceiverAccess OPEN = new ReceiverAccess(Optional.empty(), new None(), Optional.empty());

    /**
     * A proxy and what it is shown.
     *
     * @param username nothing is shown if it is not set
     */
    public record Proxy(ProxyServer server, Secret<String> username, Secret<String> password) {}

    /** Where an option's value comes from: a campaign group first, then the application, then the default. */
    interface Options {
        <T> T get(Setting<T> key);
    }

    /** @throws InvalidSettingException if an option lacks another one that it does not work without */
    static ReceiverAccess of(Options options) {
        Secret<HeaderFields> headers = options.get(SettingKeys.CUSTOM_HEADERS);
        AuthenticationScheme scheme = options.get(SettingKeys.AUTHENTICATION);
        Optional<ProxyServer> proxy = options.get(SettingKeys.PROXY);
        if (!headers.isSet() && scheme == AuthenticationScheme.NONE && proxy.isEmpty()) {
            return OPEN;
        }
        return new ReceiverAccess(
                headers.isSet() ? Optional.of(headers) : Optional.empty(),
                authentication(scheme, options),
                proxy.map(server -> proxy(server, options)));
    }

    private static Authentication authentication(AuthenticationScheme scheme, Options options) {
        return switch (scheme) {
            case NONE -> new None();
            case BASIC -> new Basic(set(SettingKeys.USERNAME, scheme, options), options.get(SettingKeys.PASSWORD));
            case BEARER -> new Bearer(set(SettingKeys.BEARER_TOKEN, scheme, options));
            case OAUTH2 ->
                new OAuth2(
                        tokenUri(options),
                        set(SettingKeys.CLIENT_ID, scheme, options),
                        set(SettingKeys.CLIENT_SECRET, scheme, options),
                        options.get(SettingKeys.SCOPE));
        };
    }

    private static Receiver tokenUri(Options options) {
        return options.get(SettingKeys.TOKEN_URI)
                .orElseThrow(() -> missing(SettingKeys.TOKEN_URI, AuthenticationScheme.OAUTH2));
    }

    private static <T> Secret<T> set(Setting<Secret<T>> key, AuthenticationScheme scheme, Options options) {
        Secret<T> secret = options.get(key);
        if (!secret.isSet()) {
            throw missing(key, scheme);
        }
        return secret;
    }

    private static InvalidSettingException missing(Setting<?> key, AuthenticationScheme scheme) {
        return new InvalidSettingException(
                "%s is %s, and %s is missing".formatted(SettingKeys.AUTHENTICATION, scheme, key.name()));
    }

    private static Proxy proxy(ProxyServer server, Options options) {
        return new Proxy(server, options.get(SettingKeys.PROXY_USERNAME), options.get(SettingKeys.PROXY_PASSWORD));
    }
}
