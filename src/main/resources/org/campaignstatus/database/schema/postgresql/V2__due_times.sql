-- When the next periodic message is due, null for never, and the period that led to that; milliseconds. A single node
-- on SQLite keeps them in memory.
ALTER TABLE campaign_group_state ADD COLUMN due BIGINT;
ALTER TABLE campaign_group_state ADD COLUMN period BIGINT NOT NULL DEFAULT 0;
-- When it was told of last.
ALTER TABLE campaign_group_state ADD COLUMN told BIGINT NOT NULL DEFAULT 0;
CREATE INDEX campaign_group_state_due ON campaign_group_state (due) WHERE due IS NOT NULL;
