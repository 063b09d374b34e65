-- How each campaign of a VICIdial system is now: one row a campaign, by the columns that docs/dialers.md lists. For MariaDB
-- and MySQL. The database user needs to read three tables: vicidial_campaigns, vicidial_campaign_stats and
-- vicidial_live_agents.
--
-- A campaign group has the campaign's id as its name. A campaign that is not active is not loaded, one that is active is loaded,
-- and one that is active and has agents logged in, paused ones too, is running.
--
-- VICIdial counts from midnight to midnight and adds the counts up about every 15 seconds. It has one count for calls that a
-- contact answered and no agent was there for, its drops: so none is counted as abandoned. The busy factor is that of
-- this moment; agents who are paused are neither busy nor ready.
SELECT
  c.campaign_id AS campaign_group,
  CASE
    WHEN c.active IS NULL OR c.active <> 'Y' THEN 'not-loaded'
    WHEN a.campaign_id IS NULL THEN 'loaded'
    ELSE 'running'
  END AS status,
  CASE
    WHEN c.dial_method IN ('MANUAL', 'INBOUND_MAN') THEN 'Preview'
    WHEN c.dial_method IN ('RATIO', 'SHARED_RATIO') THEN 'Power'
    WHEN c.dial_method LIKE '%ADAPT%' THEN 'Predict'
  END AS dial_mode,
  -- The adaptive methods dial as fast as this share of dropped calls, in percent, allows.
  CASE WHEN c.dial_method LIKE '%ADAPT%' THEN 'OverdialRate' END AS optimize_by,
  CASE WHEN c.dial_method LIKE '%ADAPT%' THEN ROUND(c.adaptive_dropped_percentage) END AS optimize_goal,
  a.busy / NULLIF(a.busy + a.ready, 0) AS busy_factor,
  s.calls_today AS attempts,
  s.answers_today AS answered,
  0 AS abandoned,
  s.drops_today AS dropped,
  s.dialable_leads AS records_ready,
  s.calls_today AS records_processed
FROM vicidial_campaigns c
LEFT JOIN vicidial_campaign_stats s ON s.campaign_id = c.campaign_id
LEFT JOIN (
  SELECT
    campaign_id,
    1.0 * SUM(CASE WHEN status IN ('INCALL', 'QUEUE') THEN 1 ELSE 0 END) AS busy,
    SUM(CASE WHEN status IN ('READY', 'CLOSER') THEN 1 ELSE 0 END) AS ready
  FROM vicidial_live_agents
  GROUP BY campaign_id
) a ON a.campaign_id = c.campaign_id
