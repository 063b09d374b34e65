package org.campaignstatus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Patience.await;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A driver that hangs while it connects, or in a query, until the test lets it go on. */
final class DriverThreadTest {

    private final CountDownLatch answer = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final DriverThread thread = new DriverThread(Duration.ofSeconds(1));

    @AfterEach
    void letGo() {
        answer.countDown();
    }

    private static <T> T object(Class<T> type, InvocationHandler calls) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
    }

    private Connection connection() {
        return object(
                Connection.class,
                (proxy, method, arguments) -> method.getName().equals("close")
                        ? closed.incrementAndGet()
                        : object(PreparedStatement.class, (statement, call, none) -> execute(call.getName())));
    }

    private Object execute(String call) throws Exception {
        if (call.equals("execute")) {
            asked.incrementAndGet();
            answer.await();
            return true;
        }
        throw new SQLException("no " + call);
    }

    @Test
    void whoeverConnectsWaitsForTheLimitAndOneThreadHangs() throws Exception {
        for (int times = 0; times < 2; times++) {
            assertThatThrownBy(() -> thread.connect(() -> {
                        asked.incrementAndGet();
                        answer.await();
                        return connection();
                    }))
                    .isInstanceOf(SQLTimeoutException.class)
                    .hasMessage("no answer for 1 s");
        }
        answer.countDown();
        await().until(() -> closed.get() == 1);
        try (Connection connection = thread.connect(this::connection);
                PreparedStatement statement = connection.prepareStatement("SELECT")) {
            assertThat(statement.execute()).isTrue();
        }
        await().until(() -> closed.get() == 2);
        assertThat(asked).as("the first connection, and the query").hasValue(2);
    }

    @Test
    void aQueryEndsAtTheLimitAndItsConnectionIsClosedWhenItCanBe() throws Exception {
        try (Connection connection = thread.connect(this::connection);
                PreparedStatement statement = connection.prepareStatement("SELECT")) {
            assertThatThrownBy(statement::execute).hasMessage("no answer for 1 s");
            assertThatThrownBy(statement::getUpdateCount).hasMessage("no answer for 1 s");
        }
        assertThat(closed).hasValue(0);
        answer.countDown();
        await().until(() -> closed.get() == 1);
    }

    @Test
    void nobodyWaitsOnceTheProgramStops() throws Exception {
        DriverThread patient = new DriverThread(Duration.ofHours(1));
        Connection connection = patient.connect(this::connection);
        PreparedStatement statement = connection.prepareStatement("SELECT");
        CompletableFuture<Throwable> failure = CompletableFuture.supplyAsync(() -> {
            try {
                return new AssertionError(statement.execute());
            } catch (SQLException e) {
                return e;
            }
        });
        await().until(() -> asked.get() == 1);
        patient.stop();

        assertThat(failure.get(60, TimeUnit.SECONDS)).isInstanceOf(ProgramStopsException.class);
        assertThatThrownBy(() -> patient.connect(this::connection)).isInstanceOf(ProgramStopsException.class);
        connection.close();
    }

    @Test
    void aFailureOfTheDriverIsThatOfTheCall() throws Exception {
        assertThatThrownBy(() -> thread.connect(() -> {
                    throw new SQLException("Access denied");
                }))
                .isInstanceOf(SQLException.class)
                .hasMessage("Access denied");
        PreparedStatement statement = thread.connect(this::connection).prepareStatement("SELECT");
        assertThatThrownBy(statement::getMetaData).hasMessage("no getMetaData");
    }
}
