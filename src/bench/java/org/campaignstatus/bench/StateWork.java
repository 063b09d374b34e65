package org.campaignstatus.bench;

import com.sun.management.OperatingSystemMXBean;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.database.Database;
import org.campaignstatus.database.JdbcStateRepository;
import org.campaignstatus.database.PostgresAdvisoryLocks;
import org.campaignstatus.database.PostgresStateStore;
import org.campaignstatus.database.SingleNodeStateStore;
import org.campaignstatus.database.StateDataSource;
import org.campaignstatus.lifecycle.EventType;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.StateStore;
import org.campaignstatus.lifecycle.StatusReport;
import org.campaignstatus.util.MonotonicClock;

/** What state costs for an event and for a periodic message, in this process, without anything around it. */
final class StateWork implements Work {

    private static final int THREADS = 10;
    private static final int ROUNDS = 3;

    /** So many campaign groups have events. */
    private static final int TAKEN = 1_000;

    private final List<Series> all = new ArrayList<>();
    private ReloadableConfiguration configuration;
    private int groups;
    private int events;

    @Override
    public void run(Bench bench) throws Exception {
        groups = bench.scale().of(100_000, TAKEN);
        events = bench.scale().of(40_000, 500);
        Files.createDirectories(bench.folder());
        Job.configure(bench.folder().resolve("configuration.json"), groups, group -> "");
        Files.writeString(bench.folder().resolve("application.properties"), """
                send-campaigngroup-states = true
                campaigngroup-states-uri = http://127.0.0.1:1/
                configuration.file = %s
                """.formatted(
                        bench.folder().resolve("configuration.json")));
        configuration = new ReloadableConfiguration(bench.folder().resolve("application.properties"), key -> null);
        sqlite(bench.folder().resolve("state.db"), bench.scale().rounds(ROUNDS));
        postgres(bench.folder().resolve("postgres"), bench.scale().rounds(ROUNDS));
        bench.page()
                .work(
                        "What state costs",
                        "%,d events of 1,000 campaign groups and the periodic notifications of %,d, by %d threads, with nothing around them; CPU is this process's, and where it says so the server's."
                                .formatted(events, groups, THREADS),
                        all);
    }

    private void sqlite(Path file, int rounds) throws Exception {
        Database database = database("jdbc:sqlite:" + file, "");
        StateStore store = new SingleNodeStateStore(
                new JdbcStateRepository(database, Clock.systemUTC()), configuration, new MonotonicClock());
        store.open();
        Series taken = series("event, SQLite", "events/s");
        for (int round = 0; round < rounds; round++) {
            measure(taken, null, events, () -> 0.0, () -> take(store));
        }
        database.close();
    }

    private void postgres(Path folder, int rounds) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setServerConfig("synchronous_commit", "on")
                .start()) {
            Database database = database(server.getJdbcUrl("postgres", "postgres"), "postgres");
            StateStore store = new PostgresStateStore(database, configuration, Clock.systemUTC());
            store.open();
            PostgresAdvisoryLocks locks = new PostgresAdvisoryLocks(database);
            Callable<Double> cpu = () -> cpu(folder);
            Series taken = series("event, PostgreSQL", "events/s");
            Series takenThere = series("the same, at the server", "WAL bytes");
            Series claimed = series("claim of due notifications, PostgreSQL", "notifications/s");
            Series claimedThere = series("the same, at the server", "WAL bytes");
            Series turn = series("group lock of a due notification, PostgreSQL", "notifications/s");
            Series turnThere = series("the same, at the server", "WAL bytes");
            Series told = series("state and number of a due notification, PostgreSQL", "notifications/s");
            Series toldThere = series("the same, at the server", "WAL bytes");
            for (int round = 0; round < rounds; round++) {
                long wal = wal(server);
                measure(taken, takenThere, events, cpu, () -> take(store));
                takenThere.add((double) (wal(server) - wal) / events);
                // the others are as the round before has left them
                load(store, round == 0 ? groups : TAKEN);
                query(server, "UPDATE campaign_group_state SET due = 0 RETURNING 1");
                wal = wal(server);
                measure(claimed, claimedThere, groups, cpu, () -> claim(store));
                claimedThere.add((double) (wal(server) - wal) / groups);
                measure(
                        turn,
                        turnThere,
                        events,
                        cpu,
                        () -> parallel(i -> {
                            locks.tryAcquire(1 + i % groups);
                            locks.release(1 + i % groups);
                        }));
                turnThere.add(0);
                wal = wal(server);
                measure(
                        told,
                        toldThere,
                        events,
                        cpu,
                        () -> parallel(i -> store.takeDue(StatusReport.periodic(1 + i % groups, Instant.now()))));
                toldThere.add((double) (wal(server) - wal) / events);
            }
            database.close();
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private interface Piece {
        void on(int number) throws Exception;
    }

    private Series series(String subject, String unit) {
        Series series = new Series(subject, unit);
        all.add(series);
        return series;
    }

    /** @param there where the server's processor time goes; {@code server} tells it in microseconds */
    private static void measure(Series here, Series there, int count, Callable<Double> server, Step step)
            throws Exception {
        double serverBefore = server.call();
        double before = ownCpu();
        long start = System.nanoTime();
        step.run();
        here.add(count / ((System.nanoTime() - start) / 1e9));
        here.addCpu((ownCpu() - before) / count);
        if (there != null) {
            there.addCpu((server.call() - serverBefore) / count);
        }
    }

    private void take(StateStore store) throws Exception {
        parallel(i -> store.take(event(i % 2 == 0 ? EventType.STARTED : EventType.STOPPED, 1 + i % TAKEN)));
    }

    private static void load(StateStore store, int count) {
        IntStream.rangeClosed(1, count).parallel().forEach(group -> store.take(event(EventType.LOADED, group)));
    }

    private void claim(StateStore store) throws WrongWorkException {
        int claimed = 0;
        for (List<StatusReport> due = store.claimDue(); !due.isEmpty(); due = store.claimDue()) {
            claimed += due.size();
        }
        if (claimed != groups) {
            throw new WrongWorkException(claimed + " of " + groups + " due notifications were claimed");
        }
    }

    private void parallel(Piece piece) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> tasks = IntStream.range(0, THREADS)
                    .<Callable<Void>>mapToObj(thread -> () -> {
                        for (int i = thread; i < events; i += THREADS) {
                            piece.on(i);
                        }
                        return null;
                    })
                    .toList();
            for (Future<Void> done : executor.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            executor.shutdown();
        }
    }

    private static LifecycleEvent event(EventType type, int group) {
        return new LifecycleEvent(UUID.randomUUID().toString(), type, group, Instant.now(), null, null, null, 0);
    }

    private static Database database(String url, String user) {
        StateDataSource source = new StateDataSource();
        source.setUrl(url);
        source.setUsername(user);
        return new Database(url, () -> source);
    }

    private static double ownCpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e3;
    }

    /** @return the processor time of the server and of all that it has started, in microseconds */
    private static double cpu(Path folder) throws Exception {
        String pid = Files.readAllLines(folder.resolve("postmaster.pid")).get(0);
        ProcessHandle server = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        return Stream.concat(Stream.of(server), server.descendants())
                        .flatMap(process -> process.info().totalCpuDuration().stream())
                        .mapToLong(Duration::toNanos)
                        .sum()
                / 1e3;
    }

    private static long wal(EmbeddedPostgres server) throws Exception {
        return query(server, "SELECT (pg_current_wal_lsn() - '0/0')::bigint");
    }

    private static long query(EmbeddedPostgres server, String sql) throws Exception {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
