-- The last event: what was asked for, and who asked, by the vendor's codes; when, in microseconds since 1970. For those who
-- look on.
ALTER TABLE campaign_group_state ADD COLUMN last_action INTEGER;
ALTER TABLE campaign_group_state ADD COLUMN last_actor INTEGER;
ALTER TABLE campaign_group_state ADD COLUMN last_time BIGINT;
