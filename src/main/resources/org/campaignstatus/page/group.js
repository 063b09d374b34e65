/* The view of one campaign group: state, history, statistics, attempts, and the options in force. */

import {$, element, empty, fill, name, rows, text} from './dom.js';
import {count, now, percent, plural, spanWords, timeNode} from './words.js';
import {wanted} from './address.js';
import {AttemptTable} from './attempt.js';
import {STATISTICS, showLast, showMode, showNext, showStatus, showTrend} from './cells.js';

let table = null;
let shownAttempts = '';

export function showMissing(dbid) {
  text($('group-title'), `There is no campaign group ${dbid}`);
  text($('group-of'), 'It is not in the configuration file.');
  $('group-parts').hidden = true;
}

export function show(status) {
  const {group} = status;
  $('group-parts').hidden = false;
  fill($('group-title'), group.name, () => [name(group.name)]);
  fill($('group-of'), JSON.stringify([group.dbid, group.tenant, group.campaign, group.agents, group.uuid]), () => [
    `DBID ${group.dbid} · tenant `, name(group.tenant), ' · campaign ', name(group.campaign), ' · agents ', name(group.agents)]);
  showState(group);
  showStatistics(group);
  showEvents(status.events);
  showAttempts(status.attempts.rows);
  showOptions(status.options);
}

function showState(group) {
  showStatus($('group-status'), group);
  showMode($('group-mode'), group);
  showLast($('group-last'), group);
  showNext($('group-next'), group);
  fill($('group-loaded'), group.loaded + now().toDateString(), () => group.loaded ? [timeNode(group.loaded)] : ['unknown']);
  fill($('group-receiver'), group.receiver ?? '', () => group.receiver ? [name(group.receiver)] : ['none: notifications are off']);
  text($('group-sequence'), count.format(group.sequence));
}

function showStatistics(group) {
  STATISTICS.forEach(([key, label, words, top]) => showTrend($(`group-${key}`), label, words, top, group.statistics[key]));
  fill($('group-statistics-time'), `${group.statisticsTime}${group.statisticsCurrent}${now().toDateString()}`, () =>
    group.statisticsTime === null ? ['No statistics since the start.']
      : [group.statisticsCurrent ? 'The latest are of ' : element('strong', '', 'Expired: the latest are of '), timeNode(group.statisticsTime), '.']);
  empty($('lists'), $('lists-empty'), group.callingLists.length > 0 ? '' : 'No calling list is configured.');
  rows($('lists'), group.callingLists.length).forEach((row, i) => {
    const list = group.callingLists[i];
    const [title, hit, time] = row.cells;
    fill(title, `${list.name} ${list.dbid}`, () => [name(list.name), element('small', '', `DBID ${list.dbid}`)]);
    text(hit, list.hitRatio === null ? '–' : percent(list.hitRatio));
    text(time, list.timeToComplete === null ? '–' : spanWords(list.timeToComplete));
  });
}

function showEvents(events) {
  empty($('events'), $('events-empty'), events.length > 0 ? '' : 'No lifecycle event since the start of this program.');
  text($('events-count'), events.length > 0 ? `The last ${plural(events.length, 'event', 'events')} since the start` : '');
  rows($('events'), events.length).forEach((row, i) => {
    const event = events[i];
    const [time, action, mode, source] = row.cells;
    fill(time, event.time + now().toDateString(), () => [timeNode(event.time)]);
    text(action, `${event.action} ${event.actor}`);
    text(mode, [event.dialMode, event.optimization].filter(words => words).join(', ') || '–');
    text(source, event.source);
  });
}

/* A list that somebody reads does not move. */
function showAttempts(attempts) {
  const numbers = attempts.map(attempt => attempt.number).join();
  const read = table.open.size > 0 || table.table.matches(':hover') || table.table.contains(document.activeElement);
  if (numbers === shownAttempts || read && shownAttempts !== '') {
    return;
  }
  shownAttempts = numbers;
  empty(table.table, $('group-attempts-empty'), attempts.length > 0 ? '' : 'No attempt that is kept.');
  table.show(attempts);
}

function showOptions(options) {
  rows($('options'), options.length).forEach((row, i) => {
    const [key, value, from] = row.cells;
    text(key, options[i].name);
    text(value, options[i].value || '–');
    text(from, options[i].from);
    row.classList.toggle('default', options[i].from === 'default');
  });
}

export function restore() {
  if (table.of !== wanted.dbid) {
    table.of = wanted.dbid;
    shownAttempts = '';
    table.show([]);
  }
}

export function begin() {
  table = new AttemptTable($('group-attempts'));
  restore();
}
