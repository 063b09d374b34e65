package org.campaignstatus.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSecretsTest {

    private static final String ONE = secret(32, 1);
    private static final String TWO = secret(32, 2);

    /**
     * The vector that the libraries of Standard Webhooks are tested with: "sign function works" in
     * {@code libraries/javascript/src/webhook.test.ts} of github.com/standard-webhooks/standard-webhooks, commit
     * 10d3e46d720c4e5861a792bec25792a04ad4e2b3, and the same in {@code libraries/go/webhook_symmetric_test.go}.
     */
    @Test
    void thePublishedVectorIsSignedAsPublished() {
        SigningSecrets secrets = SigningSecrets.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        assertThat(secrets.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", bytes("{\"test\": 2432232314}")))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void twoSecretsAreTwoSignaturesInTheirOrder() {
        String one = SigningSecrets.parse(ONE).sign("id", "1", bytes("body"));
        String two = SigningSecrets.parse(TWO).sign("id", "1", bytes("body"));

        assertThat(SigningSecrets.parse(ONE + " \n" + TWO).sign("id", "1", bytes("body")))
                .isEqualTo(one + " " + two);
        assertThat(one).isNotEqualTo(two);
    }

    static Stream<String> wrong() {
        return Stream.of(
                secret(23, 1),
                secret(65, 1),
                "whsec_",
                "whsec_" + "not base64",
                "whsk_" + ONE.substring(6),
                ONE.substring(6),
                ONE + "," + TWO,
                ONE + " " + secret(16, 1),
                ONE + " " + ONE,
                ONE + " " + TWO + " " + secret(32, 3),
                "x");
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aSecretOfWrongSizeOrFormIsRejectedAndNotShown(String text) {
        assertThatThrownBy(() -> SettingKeys.SIGNING_SECRET.parse(text, "application.properties"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("application.properties: webhook-signing-secret is '***', allowed is one or two secrets, "
                        + "separated by a space, each whsec_ and 24 to 64 bytes in Base64");
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 32, 64})
    void aSecretOfRightSizeIsTaken(int bytes) {
        assertThat(SettingKeys.SIGNING_SECRET.parse(secret(bytes, 1), "f").isSet())
                .isTrue();
    }

    private static String secret(int bytes, int first) {
        byte[] secret = new byte[bytes];
        secret[0] = (byte) first;
        return "whsec_" + Base64.getEncoder().encodeToString(secret);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
