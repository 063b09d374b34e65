/**
 * Durable state: both state stores, the schedule of periodic notifications, event ids and group locks, on SQLite
 * and PostgreSQL.
 */
package org.campaignstatus.database;
