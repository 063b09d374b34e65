package org.campaignstatus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Patience.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.campaignstatus.configuration.Authentication.OAuth2;
import org.campaignstatus.delivery.NoTokenException;
import org.campaignstatus.settings.SettingKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens of an endpoint that numbers them, and time that passes only when a test says so. */
final class TokensTest {

    private static final OAuth2 CLIENT = client("reports", "secret", "");
    private static final Duration PATIENT = Duration.ofSeconds(60);
    private static final int LANES = 20;

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final ExecutorService lanes = Executors.newFixedThreadPool(LANES);
    private volatile CountDownLatch open = new CountDownLatch(0);
    private volatile IOException trouble;
    private final Tokens tokens = new Tokens(
            (client, proxy, most) -> {
                int number = asked.incrementAndGet();
                try {
                    assertThat(open.await(60, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                if (trouble != null) {
                    throw trouble;
                }
                return new Token("token" + number, Duration.ofSeconds(1000));
            },
            now::get);

    @AfterEach
    void stop() {
        open.countDown();
        lanes.shutdownNow();
    }

    @Test
    void aTokenIsFetchedOnceAndUsedUntilItIsSoonOver() throws IOException {
        assertThat(token()).isEqualTo("token1");
        pass(969);
        assertThat(token()).isEqualTo("token1");
        assertThat(asked).hasValue(1);
    }

    @Test
    void aTokenIsRenewedBeforeItExpires() throws IOException {
        token();
        pass(970);
        assertThat(token()).isEqualTo("token2");
        assertThat(token()).isEqualTo("token2");
        assertThat(asked).hasValue(2);
    }

    @Test
    void aShortLivedTokenIsUsedForMostOfItsLife() {
        assertThat(new Token("t", Duration.ofSeconds(20)).renewal()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void manyLanesThatNeedATokenAreOneRequest() throws Exception {
        open = new CountDownLatch(1);
        List<Future<String>> all = askInAllLanes();
        await().until(() -> asked.get() == 1 && ((ThreadPoolExecutor) lanes).getActiveCount() == LANES);
        open.countDown();

        for (Future<String> one : all) {
            assertThat(one.get()).isEqualTo("token1");
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void manyLanesThatGetNoTokenAreOneRequestToo() {
        trouble = NoTokenException.answered(503);
        open = new CountDownLatch(1);
        List<Future<String>> all = askInAllLanes();
        await().until(() -> asked.get() == 1 && ((ThreadPoolExecutor) lanes).getActiveCount() == LANES);
        open.countDown();

        for (Future<String> one : all) {
            assertThatThrownBy(one::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("no access token: answer 503");
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void nobodyWaitsForARenewalAsLongAsTheOldTokenIsGood() throws Exception {
        token();
        pass(980);
        open = new CountDownLatch(1);
        Future<String> renewal = lanes.submit(this::token);
        await().until(() -> asked.get() == 2);

        assertThat(token()).isEqualTo("token1");
        open.countDown();
        assertThat(renewal.get()).isEqualTo("token2");
        assertThat(token()).isEqualTo("token2");
    }

    @Test
    void aRenewalThatFailsLeavesTheOldTokenAsLongAsItIsGood() throws IOException {
        token();
        pass(980);
        trouble = NoTokenException.answered(500);

        assertThat(token()).isEqualTo("token1");
        assertThat(token()).isEqualTo("token1");
        assertThat(asked).hasValue(2);
        pass(20);
        assertThatThrownBy(this::token).hasMessage("no access token: answer 500");
        trouble = null;
        pass(1);
        assertThat(token()).isEqualTo("token4");
    }

    @Test
    void anEndpointThatFailsIsAskedOnceASecond() throws IOException {
        trouble = new IOException("sesame");
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(this::token).hasMessage("no access token: connection broken off");
        }
        assertThat(asked).hasValue(1);

        trouble = null;
        pass(1);
        assertThat(token()).isEqualTo("token2");
    }

    @Test
    void aTokenThatIsRejectedIsNotShownAgain() throws IOException {
        Token rejected = tokens.get(CLIENT, Optional.empty(), PATIENT);
        pass(1);
        tokens.drop(CLIENT, rejected);

        assertThat(token()).isEqualTo("token2");
        pass(1);
        // a slower request was answered 401 for the first one, too
        tokens.drop(CLIENT, rejected);
        assertThat(token()).isEqualTo("token2");
    }

    @Test
    void aTokenThatIsRejectedAtOnceIsNotShownAfterASecond() throws IOException {
        tokens.drop(CLIENT, tokens.get(CLIENT, Optional.empty(), PATIENT));
        assertThat(token()).isEqualTo("token1");
        pass(1);
        assertThat(token()).isEqualTo("token2");
    }

    @Test
    void aReceiverThatRejectsEveryTokenIsNoRequestForEach() throws IOException {
        for (int i = 0; i < 10; i++) {
            tokens.drop(CLIENT, tokens.get(CLIENT, Optional.empty(), PATIENT));
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void tokensThatNobodyNeedsAnyMoreAreForgotten() throws IOException {
        token();
        for (int i = 0; i < 10_000; i++) {
            tokens.get(client("client" + i, "secret", ""), Optional.empty(), PATIENT);
        }
        assertThat(token()).isEqualTo("token10002");
    }

    @Test
    void everyClientAndScopeHasItsOwnToken() throws IOException {
        List<String> all = new ArrayList<>();
        for (OAuth2 one : List.of(
                CLIENT,
                client("other", "secret", ""),
                client("reports", "new", ""),
                client("reports", "secret", "a"))) {
            all.add(tokens.get(one, Optional.empty(), PATIENT).value());
        }
        assertThat(all).doesNotHaveDuplicates();
        assertThat(token()).isEqualTo("token1");
    }

    @Test
    void aLaneThatWaitsForTooLongGivesUp() throws Exception {
        open = new CountDownLatch(1);
        Future<String> first = lanes.submit(this::token);
        await().until(() -> asked.get() == 1);

        Future<Token> second = lanes.submit(() -> tokens.get(CLIENT, Optional.empty(), Duration.ofMillis(1)));
        // the endpoint still does not answer, and would not for as long again
        assertThatThrownBy(() -> second.get(30, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(NoTokenException.class)
                .hasMessage("no access token: no whole answer in time");
        open.countDown();
        assertThat(first.get()).isEqualTo("token1");
    }

    private List<Future<String>> askInAllLanes() {
        List<Future<String>> all = new ArrayList<>();
        for (int i = 0; i < LANES; i++) {
            all.add(lanes.submit(this::token));
        }
        return all;
    }

    private String token() throws IOException {
        return tokens.get(CLIENT, Optional.empty(), PATIENT).value();
    }

    private void pass(int seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private static OAuth2 client(String id, String secret, String scope) {
        return new OAuth2(
                SettingKeys.TOKEN_URI
                        .parse("https://login.example.com/token", "f")
                        .orElseThrow(),
                SettingKeys.CLIENT_ID.parse(id, "f"),
                SettingKeys.CLIENT_SECRET.parse(secret, "f"),
                scope);
    }
}
