-- The columns of VICIdial's tables that dialers/vicidial.sql reads. One differs: adaptive_dropped_percentage is a text there,
-- of which MariaDB makes a number by itself.
CREATE TABLE vicidial_campaigns (
  campaign_id VARCHAR(8) PRIMARY KEY NOT NULL,
  active ENUM('Y', 'N'),
  dial_method ENUM('MANUAL', 'RATIO', 'ADAPT_HARD_LIMIT', 'ADAPT_TAPERED', 'ADAPT_AVERAGE', 'INBOUND_MAN', 'SHARED_RATIO',
    'SHARED_ADAPT_HARD_LIMIT', 'SHARED_ADAPT_TAPERED', 'SHARED_ADAPT_AVERAGE') DEFAULT 'MANUAL',
  adaptive_dropped_percentage DECIMAL(3, 1) DEFAULT 3
);
CREATE TABLE vicidial_campaign_stats (
  campaign_id VARCHAR(20) PRIMARY KEY NOT NULL,
  dialable_leads INT(9) UNSIGNED DEFAULT '0',
  calls_today INT(9) UNSIGNED DEFAULT '0',
  answers_today INT(9) UNSIGNED DEFAULT '0',
  drops_today DECIMAL(12, 3) DEFAULT '0'
);
CREATE TABLE vicidial_live_agents (
  live_agent_id INT(9) UNSIGNED AUTO_INCREMENT PRIMARY KEY NOT NULL,
  user VARCHAR(20),
  status ENUM('READY', 'QUEUE', 'INCALL', 'PAUSED', 'CLOSER', 'MQUEUE') DEFAULT 'PAUSED',
  campaign_id VARCHAR(8)
);
INSERT INTO vicidial_campaigns VALUES ('SALES', 'N', 'RATIO', 3), ('RENEWALS', 'Y', 'MANUAL', 3);
INSERT INTO vicidial_campaign_stats (campaign_id, dialable_leads) VALUES ('SALES', 5000), ('RENEWALS', 800);
INSERT INTO vicidial_live_agents (user, status, campaign_id) VALUES ('cleo', 'INCALL', 'RENEWALS');
