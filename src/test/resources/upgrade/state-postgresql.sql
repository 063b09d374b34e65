-- The database of the first version in PostgreSQL, with the rows of state.db. Times are put in by the test.
CREATE TABLE "campaign_group_status_schema" (
    "installed_rank" INT NOT NULL,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INTEGER,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TIMESTAMP NOT NULL DEFAULT now(),
    "execution_time" INTEGER NOT NULL,
    "success" BOOLEAN NOT NULL
);
ALTER TABLE "campaign_group_status_schema"
    ADD CONSTRAINT "campaign_group_status_schema_pk" PRIMARY KEY ("installed_rank");
CREATE INDEX "campaign_group_status_schema_s_idx" ON "campaign_group_status_schema" ("success");
INSERT INTO "campaign_group_status_schema" VALUES
    (1, '1', 'state', 'SQL', 'V1__state.sql', 1440858380, 'postgres', now(), 3, TRUE),
    (2, '2', 'due times', 'SQL', 'V2__due_times.sql', 1848405825, 'postgres', now(), 3, TRUE),
    (3, '3', 'sequence', 'SQL', 'V3__sequence.sql', 736912631, 'postgres', now(), 1, TRUE),
    (4, '4', 'last event', 'SQL', 'V4__last_event.sql', 349889594, 'postgres', now(), 1, TRUE);

CREATE TABLE campaign_group_state (
    campaign_group INTEGER PRIMARY KEY,
    status INTEGER NOT NULL,
    dial_mode INTEGER,
    optimize_by INTEGER,
    optimize_goal INTEGER,
    loaded BIGINT,
    due BIGINT,
    period BIGINT NOT NULL DEFAULT 0,
    told BIGINT NOT NULL DEFAULT 0,
    sequence BIGINT NOT NULL DEFAULT 0,
    last_action INTEGER,
    last_actor INTEGER,
    last_time BIGINT
);
CREATE INDEX campaign_group_state_due ON campaign_group_state (due) WHERE due IS NOT NULL;
INSERT INTO campaign_group_state VALUES
    (1, 5, 10, 3, 7, 1795680000000000, ${now}, 1000, ${now} - 1000, 3, 9, 0, 1795681800000000),
    (2, 4, NULL, NULL, NULL, 1795681860000000, ${now} + 500, 1000, ${now} - 500, 2, 7, 0, 1795681860000000),
    (3, 0, NULL, NULL, NULL, 1795681920000000, NULL, 0, ${now}, 2, 8, 0, 1795681980000000);

CREATE TABLE attempted_event (
    id BYTEA PRIMARY KEY,
    attempted BIGINT NOT NULL
);
INSERT INTO attempted_event VALUES
    ('\x43700797e2f9d4ad38ccf1355df32334', ${now}),
    ('\x449777124b1466a8ed667d0dd4c06209', ${now}),
    ('\x8b5cc4df7eec7d32a7814eca4af047ae', ${now}),
    ('\xac0f09c0f8bf5e7a4b063d863255f16d', ${now}),
    ('\xcef7fc13a38180936ffa263548908877', ${now});
