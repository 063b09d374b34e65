/*
 * Asks the program once a second, as long as somebody looks, and shows the answer: the overview, or one campaign group.
 */

import {$, text} from './dom.js';
import {clock, spanWords, timeWords} from './words.js';
import {GROUPS, ATTEMPTS, query, read, showExports, wanted} from './address.js';
import {showHeadline} from './headline.js';
import * as overview from './overview.js';
import * as group from './group.js';

const EVERY = 1000;
const PATIENCE = 8000;

let answered = null;
let timer = 0;
let asking = null;

function address() {
  if (wanted.dbid) {
    return `api/group?dbid=${encodeURIComponent(wanted.dbid)}`;
  }
  const parameters = query(...GROUPS, ...ATTEMPTS, 'range', 'before');
  parameters.set('page', wanted.page);
  parameters.set('known', overview.known());
  parameters.set('held', overview.held());
  return `api/status?${parameters}`;
}

export async function ask() {
  clearTimeout(timer);
  asking?.abort();
  const mine = asking = new AbortController();
  const patience = setTimeout(() => mine.abort(), PATIENCE);
  const asked = address();
  const of = wanted.dbid;
  try {
    const answer = await fetch(asked, {signal: mine.signal, cache: 'no-store'});
    if (of && answer.status === 404) {
      show({missing: true}, of);
      return;
    }
    if (!answer.ok) {
      throw new Error(answer.status === 503 ? 'The program is busy' : `The program answers ${answer.status}`);
    }
    const status = await answer.json();
    if (mine === asking) {
      show(status, of);
    }
  } catch (problem) {
    if (mine === asking) {
      gone(problem instanceof TypeError || problem.name === 'AbortError' ? 'No answer from the program' : problem.message);
    }
  } finally {
    clearTimeout(patience);
    if (mine === asking && !document.hidden) {
      timer = setTimeout(ask, EVERY);
    }
  }
}

function gone(why) {
  $('live').dataset.state = 'gone';
  const since = answered ? ` What you see is from ${timeWords(answered)}.` : '';
  text($('live'), `${why}.${since} Trying again every second.`);
}

function show(status, of) {
  $('live').dataset.state = 'live';
  text($('live'), 'Live');
  $('main').removeAttribute('aria-busy');
  $('overview').hidden = of !== '';
  $('group').hidden = of === '';
  if (status.missing) {
    group.showMissing(of);
    return;
  }
  answered = status.now;
  clock.offset = new Date(status.now) - Date.now();
  showHeadline(status);
  if (of) {
    group.show(status);
  } else {
    overview.show(status);
  }
  showExports();
  showAbout(status);
}

function showAbout(status) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const off = Math.abs(clock.offset) > 5000 ? ` This computer's clock is ${spanWords(Math.abs(clock.offset) / 1000)} off the program's.` : '';
  text($('about'), `Campaign Group Status Reporting ${status.version}, running since ${timeWords(status.started)}.`
    + ` Times are ${zone}; UTC is behind each of them.${off}`);
}

/* A link in the page, or "back". */
function go() {
  const before = wanted.dbid;
  read();
  overview.restore();
  group.restore();
  ask();
  const part = wanted.dbid || before ? null
    : ATTEMPTS.some(key => location.hash.includes(`${key}=`)) ? 'attempts' : 'groups';
  if (wanted.dbid) {
    scrollTo(0, 0);
    $('group').focus({preventScroll: true});
  } else if (part) {
    $(part).scrollIntoView();
    $(part).focus({preventScroll: true});
  }
}

read();
overview.begin(ask);
group.begin();
addEventListener('hashchange', go);
document.addEventListener('visibilitychange', () => document.hidden ? clearTimeout(timer) : ask());
ask();
