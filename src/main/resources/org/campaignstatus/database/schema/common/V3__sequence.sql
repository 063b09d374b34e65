-- The number of the campaign group's last notification that was attempted.
ALTER TABLE campaign_group_state ADD COLUMN sequence BIGINT NOT NULL DEFAULT 0;
