package org.campaignstatus.configuration;

import java.util.Optional;
import org.campaignstatus.configuration.Authentication.Basic;
import org.campaignstatus.configuration.Authentication.Bearer;
import org.campaignstatus.configuration.Authentication.None;
import org.campaignstatus.configuration.Authentication.OAuth2;
import org.campaignstatus.settings.AuthenticationScheme;
import org.campaignstatus.settings.HeaderFields;
import org.campaignstatus.settings.InvalidSettingException;
import org.campaignstatus.settings.Key;
import org.campaignstatus.settings.Keys;
import org.campaignstatus.settings.ProxyServer;
import org.campaignstatus.settings.Receiver;
import org.campaignstatus.settings.Secret;

/**
 * How a request comes by its receiver: the way there and what it shows at the door. Immutable but for its secrets, and
 * no secret is in its text.
 *
 * @param headers headers that the site adds
 * @param authentication what the receiver is shown
 * @param proxy the proxy on the way, if there is one
 */
public record Access(Optional<Secret<HeaderFields>> headers, Authentication authentication, Optional<Proxy> proxy) {

    /** Straight to the receiver, with nothing to show. */
    public static final Access OPEN = new Access(Optional.empty(), new None(), Optional.empty());

    /**
     * A proxy and what it is shown.
     *
     * @param username nothing is shown if it is not set
     */
    public record Proxy(ProxyServer server, Secret<String> username, Secret<String> password) {}

    /** Where an option's value comes from: a campaign group first, then the application, then the default. */
    interface Options {
        <T> T get(Key<T> key);
    }

    /** @throws InvalidSettingException if an option lacks another one that it does not work without */
    static Access of(Options options) {
        Secret<HeaderFields> headers = options.get(Keys.CUSTOM_HEADERS);
        AuthenticationScheme scheme = options.get(Keys.AUTHENTICATION);
        Optional<ProxyServer> proxy = options.get(Keys.PROXY);
        if (!headers.isSet() && scheme == AuthenticationScheme.NONE && proxy.isEmpty()) {
            return OPEN;
        }
        return new Access(
                headers.isSet() ? Optional.of(headers) : Optional.empty(),
                authentication(scheme, options),
                proxy.map(server -> proxy(server, options)));
    }

    private static Authentication authentication(AuthenticationScheme scheme, Options options) {
        return switch (scheme) {
            case NONE -> new None();
            case BASIC -> new Basic(set(Keys.USERNAME, scheme, options), options.get(Keys.PASSWORD));
            case BEARER -> new Bearer(set(Keys.BEARER_TOKEN, scheme, options));
            case OAUTH2 ->
                new OAuth2(
                        tokenUri(options),
                        set(Keys.CLIENT_ID, scheme, options),
                        set(Keys.CLIENT_SECRET, scheme, options),
                        options.get(Keys.SCOPE));
        };
    }

    private static Receiver tokenUri(Options options) {
        return options.get(Keys.TOKEN_URI).orElseThrow(() -> missing(Keys.TOKEN_URI, AuthenticationScheme.OAUTH2));
    }

    private static <T> Secret<T> set(Key<Secret<T>> key, AuthenticationScheme scheme, Options options) {
        Secret<T> secret = options.get(key);
        if (!secret.isSet()) {
            throw missing(key, scheme);
        }
        return secret;
    }

    private static InvalidSettingException missing(Key<?> key, AuthenticationScheme scheme) {
        return new InvalidSettingException(
                "%s is %s, and %s is missing".formatted(Keys.AUTHENTICATION, scheme, key.name()));
    }

    private static Proxy proxy(ProxyServer server, Options options) {
        return new Proxy(server, options.get(Keys.PROXY_USERNAME), options.get(Keys.PROXY_PASSWORD));
    }
}
