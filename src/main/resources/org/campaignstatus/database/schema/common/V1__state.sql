-- What is known of a campaign group after its last event. The codes are the vendor's.
CREATE TABLE campaign_group_state (
    campaign_group INTEGER PRIMARY KEY,
    status INTEGER NOT NULL,
    dial_mode INTEGER,
    optimize_by INTEGER,
    optimize_goal INTEGER,
    -- microseconds since 1970
    loaded BIGINT
);

-- The events whose notification was attempted: a hash of the id, and when, in milliseconds since 1970.
CREATE TABLE attempted_event (
    id BYTEA PRIMARY KEY,
    attempted BIGINT NOT NULL
) ${ordered_by_key};
