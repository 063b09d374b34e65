package org.campaignstatus.settings;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secrets that sign notifications by Standard Webhooks 1.0.0; two during a rotation. Immutable and thread-safe. */
public final class SigningSecrets {

    static final String ALLOWED = "one or two secrets, separated by a space, each whsec_ and 24 to 64 bytes in Base64";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    private static final int MAX_SECRETS = 2;

    private final List<SecretKeySpec> keys;

    private SigningSecrets(List<SecretKeySpec> keys) {
        this.keys = keys;
    }

    /** @throws IllegalArgumentException for anything but {@link #ALLOWED}, or nothing at all */
    static SigningSecrets parse(String text) {
        List<SecretKeySpec> keys = Arrays.stream(text.split("\\s+"))
                .filter(secret -> !secret.isEmpty())
                .map(SigningSecrets::key)
                .toList();
        if (keys.size() > MAX_SECRETS || keys.stream().distinct().count() < keys.size()) {
            throw new IllegalArgumentException();
        }
        return new SigningSecrets(keys);
    }

    private static SecretKeySpec key(String secret) {
        byte[] bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        if (!secret.startsWith(PREFIX) || bytes.length < 24 || bytes.length > 64) {
            throw new IllegalArgumentException();
        }
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    /**
     * @param id of the message; has no full stop
     * @param seconds since 1970
     * @return the signature by each secret, separated by a space
     */
    public String sign(String id, String seconds, byte[] body) {
        byte[] head = (id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8);
        return keys.stream().map(key -> sign(key, head, body)).collect(Collectors.joining(" "));
    }

    /**
     * @param signatures of a request, separated by a space
     * @return whether one of them is by one of these secrets
     */
    public boolean accept(String signatures, String id, String seconds, byte[] body) {
        List<byte[]> given =
                Arrays.stream(signatures.split(" ")).map(SigningSecrets::bytes).toList();
        return Arrays.stream(sign(id, seconds, body).split(" "))
                .map(SigningSecrets::bytes)
                .anyMatch(own -> given.stream().anyMatch(other -> MessageDigest.isEqual(own, other)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sign(SecretKeySpec key, byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(head);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("no " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
