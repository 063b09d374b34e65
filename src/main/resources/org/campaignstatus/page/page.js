'use strict';

/*
 * Asks the program once a second, as long as somebody looks, and puts what it says into the page: as text and never as
 * HTML, and only where something has changed, so that nothing jumps and no focus is lost.
 */

const EVERY = 1000;
const PATIENCE = 8000;
const ROWS_KEPT = 200;
const $ = id => document.getElementById(id);
const count = new Intl.NumberFormat('en');
const rate = new Intl.NumberFormat('en', {maximumFractionDigits: 1});

const wanted = {search: '', show: 'all', page: 1, attempts: 'all', before: null};
const list = {known: -1, newest: 0, held: false, open: new Set(), filter: 'all'};
let answered = null;
let offset = 0;
let timer = 0;
let asking = null;

/* ---- small tools ---- */

function text(node, value) {
  if (node.textContent !== value) {
    node.textContent = value;
  }
}

function attribute(node, name, value) {
  if (node.getAttribute(name) !== value) {
    node.setAttribute(name, value);
  }
}

function element(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) {
    node.className = className;
  }
  node.append(...children);
  return node;
}

/* A name may hold anything: whatever direction it is written in, it stays in its place. */
function name(value, tag = 'bdi') {
  const node = element(tag, '', value);
  node.dir = 'auto';
  return node;
}

function svg(tag, attributes) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  return node;
}

const plural = (number, one, many) => `${count.format(number)} ${number === 1 ? one : many}`;
const now = () => new Date(Date.now() + offset);
const two = number => String(number).padStart(2, '0');

/* The time in the viewer's zone, with the day unless that is today. */
function timeWords(iso) {
  const time = new Date(iso);
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
  if (time.toDateString() === now().toDateString()) {
    return clock;
  }
  const day = new Intl.DateTimeFormat('en', {day: 'numeric', month: 'short',
    year: time.getFullYear() === now().getFullYear() ? undefined : 'numeric'});
  return `${day.format(time)} ${clock}`;
}

function timeNode(iso, words) {
  const node = element('time', '', words ?? timeWords(iso));
  node.dateTime = iso;
  node.title = `${iso.replace('T', ' ').replace(/(\.\d{3})\d*/, '$1').replace('Z', '')} UTC`;
  return node;
}

function spanWords(seconds) {
  if (seconds < 90) {
    return `${Math.round(seconds)} s`;
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) {
    return `${minutes} min`;
  }
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

function tookWords(seconds) {
  return seconds < 1 ? `${Math.max(1, Math.round(seconds * 1000))} ms` : `${seconds.toFixed(1)} s`;
}

/* Replaces the content of a cell only if it says something else than before. */
function fill(cell, key, build) {
  if (cell.shown !== key) {
    const parts = build();
    cell.shown = key;
    cell.classList.toggle('none', parts.none === true);
    cell.replaceChildren(...parts);
  }
}

/* ---- asking ---- */

function address() {
  const query = new URLSearchParams({
    search: wanted.search, show: wanted.show, page: wanted.page,
    attempts: wanted.attempts, known: wanted.before === null && list.filter === wanted.attempts ? list.known : -1});
  if (wanted.before !== null) {
    query.set('before', wanted.before);
  }
  return `api/status?${query}`;
}

async function ask() {
  clearTimeout(timer);
  asking?.abort();
  const mine = asking = new AbortController();
  const patience = setTimeout(() => mine.abort(), PATIENCE);
  const filter = wanted.attempts;
  try {
    const answer = await fetch(address(), {signal: mine.signal, cache: 'no-store'});
    if (!answer.ok) {
      throw new Error(answer.status === 503 ? 'The program is busy' : `The program answers ${answer.status}`);
    }
    const status = await answer.json();
    if (mine === asking) {
      show(status, filter);
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

function show(status, filter) {
  answered = status.now;
  offset = new Date(status.now) - Date.now();
  $('live').dataset.state = 'live';
  text($('live'), 'Live');
  $('main').removeAttribute('aria-busy');
  showHeadline(status);
  showCounts(status);
  showHealth(status);
  showRates(status.rates);
  showLosses(status);
  showGroups(status);
  showAttempts(status, filter);
  showAbout(status);
}

/* ---- at a glance ---- */

const sum = numbers => numbers.reduce((a, b) => a + b, 0);

const deliversAgain = loss => loss.delivered !== null && loss.delivered > loss.last;

function headline(status) {
  const delivered = sum(status.rates.delivered);
  const lost = sum(status.rates.lost);
  if (lost > 0) {
    const last = status.losses[0];
    const goesOn = status.losses.some(loss => loss.recently > 0 && !deliversAgain(loss));
    return [goesOn ? 'bad' : 'warn', `${count.format(lost)} of ${plural(delivered + lost, 'notification was', 'notifications were')} lost in the last five minutes.`,
      last ? `Last: ${last.reason}, ${last.receiver}, ${timeWords(last.last)}.${goesOn ? '' : ' Since then it delivers again.'}` : ''];
  }
  const problems = healthItems(status).filter(([state]) => state === 'bad').map(([, words]) => words);
  if (problems.length > 0) {
    return ['bad', problems[0], [...problems.slice(1), delivered > 0
      ? `${plural(delivered, 'notification', 'notifications')} of the last five minutes delivered, none lost.`
      : 'No notification in the last five minutes.'].join(' · ')];
  }
  if (delivered > 0) {
    return ['good', delivered === 1 ? 'The one notification of the last five minutes was delivered.'
      : `All ${count.format(delivered)} notifications of the last five minutes were delivered.`,
    'Every receiver answered 2xx.'];
  }
  if (!status.sending.on || !status.sending.receiver) {
    return ['warn', 'Notifications are off, unless a campaign group says otherwise.', offWords(status)];
  }
  return ['none', 'No notification in the last five minutes.', status.counts.running + status.counts.active === 0
    ? 'No campaign group is loaded.' : `They would go to ${status.sending.receiver}.`];
}

function offWords(status) {
  return status.sending.on
    ? 'Set campaigngroup-states-uri in application.properties; it takes effect at once.'
    : 'Set send-campaigngroup-states = true in application.properties; it takes effect at once.';
}

function showHeadline(status) {
  const [state, words, detail] = headline(status);
  attribute($('headline'), 'data-state', state);
  text($('headline-text'), words);
  text($('headline-detail'), detail);
}

function showCounts(status) {
  const or = number => number === null ? 'unknown' : count.format(number);
  text($('count-running'), or(status.counts.running));
  text($('count-active'), or(status.counts.active));
  text($('count-not-loaded'), or(status.counts.notLoaded));
  text($('count-all'), `of ${count.format(status.counts.all)} configured`);
  const {delivered, lost} = status.rates;
  const lastTen = numbers => sum(numbers.slice(-11, -1));
  text($('rate-now'), rate.format((lastTen(delivered) + lastTen(lost)) / 10));
  text($('lost-recently'), sum(lost) === 0 ? 'None' : count.format(sum(lost)));
}

const CHECKS = {database: 'Database', broker: 'Broker', dialer: 'Dialer', context: 'Routes', routes: 'Routes',
  configuration: 'Configuration', 'route-errors': 'Route'};

/* Checks that are up and have something to say all the same: of an edit that does not count, of a step that fails. */
const TELLING = ['configuration', 'routes', 'route-errors'];

function healthItems(status) {
  const items = [];
  for (const check of status.health) {
    const title = CHECKS[check.name] ?? check.name;
    if (!check.works) {
      items.push(['bad', `${title}: ${check.problem || 'does not work'}`]);
    } else if (check.name === 'database') {
      items.push(['good', 'Database: works']);
    } else if (check.name === 'broker') {
      items.push(status.sending.jms ? ['good', 'Broker: connected'] : ['none', 'Broker: not used']);
    } else if (check.name === 'dialer' && status.sending.database) {
      items.push(['good', 'Dialer: its database answers']);
    }
  }
  if (items.every(([state]) => state !== 'bad')) {
    items.unshift(['good', 'Program: ready']);
  }
  for (const check of status.health) {
    if (check.works && check.problem && TELLING.includes(check.name)) {
      items.push(['bad', `${CHECKS[check.name]}: ${check.problem}`]);
    }
  }
  if (status.shared) {
    items.push(['none', 'Several nodes share the database: attempts, losses and rates are those of this node']);
  }
  return items;
}

function showHealth(status) {
  const items = healthItems(status);
  fill($('health'), JSON.stringify(items), () => items.map(([state, words]) => {
    const mark = element('span', 'mark');
    mark.setAttribute('aria-hidden', 'true');
    const item = element('li', '', mark, element('span', '', words));
    item.dataset.state = state;
    return item;
  }));
}

/* ---- notifications a second ---- */

/* The least of 1, 2, 5, 10, 20, 50 … that everything is under. */
function ceiling(most) {
  for (let power = 1; ; power *= 10) {
    for (const step of [1, 2, 5]) {
      if (most <= step * power) {
        return step * power;
      }
    }
  }
}

/* Steps of a second from one height to another, as an area. */
function area(from, to, top) {
  let path = '';
  for (let i = 0; i < to.length; i++) {
    if (to[i] > from[i]) {
      const low = 100 - from[i] / top * 100;
      const high = 100 - to[i] / top * 100;
      path += `M${i} ${low.toFixed(2)}V${high.toFixed(2)}h1V${low.toFixed(2)}z`;
    }
  }
  return path;
}

function showRates({delivered, lost}) {
  const all = delivered.map((number, i) => number + lost[i]);
  const most = Math.max(...all);
  const top = ceiling(Math.max(1, most));
  attribute($('rate-delivered'), 'd', area(all.map(() => 0), delivered, top));
  attribute($('rate-lost'), 'd', area(delivered, all, top));
  text($('rate-top'), count.format(top));
  text($('rate-middle'), rate.format(top / 2));
  const words = most === 0 ? 'none in the last five minutes' : `at most ${count.format(most)}, ${count.format(sum(all))} in all`;
  text($('rate-words'), words);
  attribute($('rate'), 'aria-label', `Notifications a second over the last five minutes: ${words}, `
    + `${count.format(sum(lost))} of them lost`);
}

/* ---- lost notifications ---- */

/* Rows are used again by their place; a cell knows what it shows. */
function rows(body, number, cells) {
  while (body.rows.length > number) {
    body.lastElementChild.remove();
  }
  while (body.rows.length < number) {
    const row = element('tr', '', ...cells.map(([tag, label, className]) => {
      const cell = element(tag, className ?? '');
      cell.setAttribute('role', tag === 'th' ? 'rowheader' : 'cell');
      if (tag === 'th') {
        cell.scope = 'row';
      } else {
        cell.dataset.label = label;
      }
      return cell;
    }));
    row.setAttribute('role', 'row');
    body.append(row);
  }
  return [...body.rows];
}

const LOSS_CELLS = [['th', 'Receiver'], ['td', 'Reason'], ['td', 'Lost, 5 minutes', 'number'], ['td', 'Lost in all', 'number'],
  ['td', 'Last'], ['td', 'Since then']];

function showLosses(status) {
  const {losses} = status;
  $('losses').hidden = losses.length === 0;
  $('losses-empty').hidden = losses.length > 0;
  text($('losses-empty'), `Nothing was lost since the program started, ${timeWords(status.started)}.`);
  rows($('losses').tBodies[0], losses.length, LOSS_CELLS).forEach((row, i) => {
    const loss = losses[i];
    const [receiver, reason, recently, all, last, since] = row.cells;
    fill(receiver, loss.receiver, () => [name(loss.receiver)]);
    text(reason, loss.reason);
    text(recently, loss.recently === 0 ? 'none' : count.format(loss.recently));
    text(all, count.format(loss.count));
    fill(last, loss.last + loss.first, () => [timeNode(loss.last),
      ...loss.count > 1 ? [element('small', '', 'first ', timeNode(loss.first))] : []]);
    const again = deliversAgain(loss);
    fill(since, again ? 'again' : `none ${loss.delivered}`, () => again ? ['delivers again'] : [element('strong', '', 'nothing delivered'),
      ...loss.delivered === null ? [] : [element('small', '', 'last delivery ', timeNode(loss.delivered))]]);
  });
}

/* ---- campaign groups ---- */

const GROUP_CELLS = [['th', 'Campaign group'], ['td', 'Status'], ['td', 'Dial mode'], ['td', 'Last change'],
  ['td', 'Next periodic'], ['td', 'Busy factor'], ['td', 'Hit ratio'], ['td', 'Overdial rate'], ['td', 'Time to complete']];

const percent = value => `${rate.format(value * 100)}\u00a0%`;

/* The statistics: how each is said, and what the top of its small chart is, if that is fixed. */
const STATISTICS = [
  ['busyFactor', 'Busy factor', percent, 1],
  ['hitRatio', 'Hit ratio', percent, 0],
  ['overdialRate', 'Overdial rate', percent, 0],
  ['timeToComplete', 'Time to complete', spanWords, 0]];

function showGroups(status) {
  const {groups} = status;
  wanted.page = groups.page;
  $('groups-problem').hidden = !groups.problem;
  text($('groups-problem'), groups.problem ? `The states of the campaign groups are unavailable: ${groups.problem}` : '');
  $('groups-empty').hidden = groups.matches > 0;
  $('group-rows').hidden = groups.matches === 0;
  text($('groups-empty'), emptyGroups(status));
  text($('groups-found'), groups.matches === status.counts.all ? plural(groups.matches, 'campaign group', 'campaign groups')
    : `${count.format(groups.matches)} of ${plural(status.counts.all, 'campaign group', 'campaign groups')}`);
  const to = groups.from + groups.rows.length - 1;
  text($('page-of'), groups.matches === 0 ? 'Page 1 of 1'
    : `Page ${count.format(groups.page)} of ${count.format(groups.pages)} (${count.format(groups.from)} to ${count.format(to)})`);
  $('first').disabled = $('previous').disabled = groups.page === 1;
  $('next').disabled = $('last').disabled = groups.page === groups.pages;
  $('last').dataset.page = groups.pages;
  rows($('group-rows').tBodies[0], groups.rows.length, GROUP_CELLS).forEach((row, i) => showGroup(row.cells, groups.rows[i]));
}

function emptyGroups(status) {
  return status.counts.all === 0 ? 'No campaign group is configured. Add them to the configuration file; it takes effect at once.'
    : 'No campaign group is like that. Clear the search or show all.';
}

function showGroup([title, state, mode, last, next, ...charts], group) {
  fill(title, `${group.name} ${group.dbid} ${group.tenant}`, () =>
    [name(group.name), element('small', '', `DBID ${group.dbid}, `, name(group.tenant))]);
  fill(state, group.status, () => {
    const status = element('span', 'status', element('i'), group.status);
    status.dataset.state = group.status;
    status.firstChild.setAttribute('aria-hidden', 'true');
    return group.meaning ? [status, element('small', '', group.meaning)] : [status];
  });
  fill(mode, group.dialMode + group.optimization, () => group.dialMode
    ? [group.dialMode, ...group.optimization ? [element('small', '', group.optimization)] : []] : nothing('not dialling'));
  fill(last, JSON.stringify(group.last) + now().toDateString(), () => group.last
    ? [`${group.last.action} ${group.last.actor}`, element('small', '', timeNode(group.last.time))] : nothing('none'));
  showNext(next, group);
  STATISTICS.forEach(([key, label, words, top], i) => showTrend(charts[i], label, words, top, group.statistics[key]));
}

/* What a cell shows that has nothing to show; where rows are cards, it is left out. */
function nothing(words) {
  const dash = element('span', 'quiet', '–');
  dash.setAttribute('aria-hidden', 'true');
  return Object.assign([dash, element('span', 'unseen', words)], {none: true});
}

function showNext(cell, group) {
  if (group.noNext) {
    fill(cell, group.noNext, () => [element('span', 'quiet', group.noNext)]);
  } else if (group.next) {
    const seconds = Math.round((new Date(group.next) - now()) / 1000);
    const words = seconds > 0 ? `in ${spanWords(seconds)}` : 'due now';
    fill(cell, group.next + words, () => [timeNode(group.next, words)]);
  } else {
    fill(cell, 'none', () => nothing('none'));
  }
}

function showTrend(cell, label, words, fixedTop, values) {
  const known = values.filter(value => value !== null);
  if (known.length === 0) {
    fill(cell, 'unknown', () => nothing('unknown'));
    return;
  }
  fill(cell, JSON.stringify(values), () => {
    const top = fixedTop >= Math.max(...known) ? fixedTop : Math.max(...known) * 1.15 || 1;
    const latest = values[values.length - 1];
    const chart = svg('svg', {viewBox: `0 0 ${values.length - 1} 20`, preserveAspectRatio: 'none', role: 'img',
      'aria-label': `${label} over five minutes: ${words(Math.min(...known))} to ${words(Math.max(...known))}`});
    chart.append(svg('path', {class: 'base', d: `M0 19.5H${values.length}`}), svg('path', {class: 'line', d: line(values, top)}));
    return [element('span', 'trend', element('span', latest === null ? 'quiet' : '', latest === null ? 'unknown' : words(latest)), chart)];
  });
}

/* A line with a gap where a value is unknown; one value alone is a dot. */
function line(values, top) {
  let path = '';
  let gap = true;
  values.forEach((value, i) => {
    if (value !== null) {
      const y = (18.5 - value / top * 17).toFixed(2);
      path += gap ? `M${i} ${y}h.01` : `L${i} ${y}`;
    }
    gap = value === null;
  });
  return path;
}

/* ---- last attempts ---- */

const ATTEMPT_CELLS = [['td', 'Time'], ['th', 'Campaign group'], ['td', 'Message'], ['td', 'Outcome'], ['td', 'Took', 'number'],
  ['td', 'Receiver'], ['td', 'JSON']];

/* A list that somebody reads does not move. */
function isHeld() {
  const table = $('attempt-rows');
  return list.held || list.open.size > 0 || table.matches(':hover') || table.contains(document.activeElement);
}

function showAttempts(status, filter) {
  const {attempts} = status;
  if (attempts !== null) {
    list.newest = attempts.newest;
  }
  const asked = list.filter !== filter || list.asked !== wanted.before;
  if (attempts !== null && (asked || list.known < 0 || wanted.before === null && !isHeld())) {
    list.filter = filter;
    list.asked = wanted.before;
    list.known = attempts.newest;
    list.open.clear();
    listAttempts(attempts, status);
  } else if (list.known >= 0 && $('attempt-rows').tBodies[0].rows.length === 0) {
    text($('attempts-empty'), emptyAttempts(status));
  }
  const newer = list.newest - list.known;
  text($('attempts-state'), wanted.before !== null ? 'Older attempts'
    : isHeld() ? `Held while you read${newer > 0 ? `: ${count.format(newer)} newer` : ''}` : 'Live');
  $('newest').disabled = wanted.before === null && newer === 0;
}

function listAttempts(attempts, status) {
  const body = $('attempt-rows').tBodies[0];
  body.querySelectorAll('tr.json').forEach(row => row.remove());
  $('attempt-rows').hidden = attempts.rows.length === 0;
  $('attempts-empty').hidden = attempts.rows.length > 0;
  text($('attempts-empty'), emptyAttempts(status));
  rows(body, attempts.rows.length, ATTEMPT_CELLS).forEach((row, i) => showAttempt(row, attempts.rows[i]));
  const last = attempts.rows[attempts.rows.length - 1];
  $('older').disabled = !attempts.older;
  $('older').dataset.before = last ? last.number : 1;
  text($('attempts-range'), last ? `The last ${ROWS_KEPT}${status.shared ? ' of this node' : ''} are kept` : '');
}

function emptyAttempts(status) {
  if (wanted.attempts === 'lost') {
    return 'No notification was lost.';
  }
  if (!status.sending.on || !status.sending.receiver) {
    return `No notification yet. ${offWords(status)}`;
  }
  const ways = [
    ...status.sending.files ? [`drop a file with lifecycle events into ${status.sending.inbox}`] : [],
    ...status.sending.queue ? [`send one to the queue ${status.sending.queue}`] : [],
    ...status.sending.http ? [`POST one to http://${status.sending.http}/lifecycle-events`] : [],
    ...status.sending.database ? ['switch a campaign on or off at the dialer'] : []];
  return `No notification yet. To see one, ${ways.join(' or ') || 'switch on a source of lifecycle events'}.`;
}

function showAttempt(row, attempt) {
  const [time, group, message, outcome, took, receiver, json] = row.cells;
  row.number = attempt.number;
  fill(time, attempt.time, () => [timeNode(attempt.time)]);
  fill(group, `${attempt.campaignGroup} ${attempt.dbid}`, () =>
    [name(attempt.campaignGroup), element('small', '', `DBID ${attempt.dbid}`)]);
  text(message, attempt.kind);
  fill(outcome, `${attempt.delivered} ${attempt.outcome}`, () => {
    const mark = element('span', 'mark');
    mark.setAttribute('aria-hidden', 'true');
    const words = element('span', 'outcome', mark, element('span', '',
      attempt.delivered ? 'delivered' : 'lost', element('small', '', attempt.outcome)));
    words.dataset.state = attempt.delivered ? 'good' : 'bad';
    return [words];
  });
  text(took, tookWords(attempt.seconds));
  fill(receiver, attempt.receiver, () => [name(attempt.receiver)]);
  const button = element('button', '', 'Show');
  button.type = 'button';
  button.setAttribute('aria-expanded', 'false');
  button.setAttribute('aria-label', `JSON of ${attempt.campaignGroup}, ${timeWords(attempt.time)}`);
  button.addEventListener('click', () => toggle(row, button, attempt));
  json.replaceChildren(button);
}

function toggle(row, button, attempt) {
  const open = list.open.has(attempt.number);
  if (open) {
    list.open.delete(attempt.number);
    row.nextElementSibling.remove();
  } else {
    list.open.add(attempt.number);
    const cell = element('td', '', element('pre', '', jsonWords(attempt)));
    cell.colSpan = ATTEMPT_CELLS.length;
    cell.firstChild.dir = 'ltr';
    cell.firstChild.tabIndex = 0;
    row.after(element('tr', 'json', cell));
  }
  button.setAttribute('aria-expanded', String(!open));
  text(button, open ? 'Show' : 'Hide');
}

/* What was sent, laid out; what would turn the direction of the text around is written as JSON can write it. */
function jsonWords(attempt) {
  if (attempt.json === null) {
    return `${count.format(attempt.length)} bytes, too long to be kept`;
  }
  let laidOut = attempt.json;
  try {
    laidOut = JSON.stringify(JSON.parse(attempt.json), null, 2);
  } catch (problem) {
    // a step of the site has made something else of it
  }
  return laidOut.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function showAbout(status) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const off = Math.abs(offset) > 5000 ? ` This computer's clock is ${spanWords(Math.abs(offset) / 1000)} off the program's.` : '';
  text($('about'), `Campaign Group Status Reporting ${status.version}, running since ${timeWords(status.started)}.`
    + ` Times are ${zone}; UTC is behind each of them.${off}`);
}

/* ---- what the viewer does ---- */

function remember() {
  const kept = new URLSearchParams();
  if (wanted.search) {
    kept.set('search', wanted.search);
  }
  if (wanted.show !== 'all') {
    kept.set('show', wanted.show);
  }
  history.replaceState(null, '', `#${kept}`);
}

function recall() {
  const kept = new URLSearchParams(location.hash.slice(1));
  $('search').value = wanted.search = (kept.get('search') ?? '').slice(0, 200);
  if ([...$('show').options].some(option => option.value === kept.get('show'))) {
    $('show').value = wanted.show = kept.get('show');
  }
}

function find() {
  wanted.search = $('search').value;
  wanted.show = $('show').value;
  wanted.page = 1;
  remember();
  ask();
}

function turn(page) {
  wanted.page = Math.max(1, page);
  ask();
}

function begin() {
  let typing = 0;
  recall();
  $('search').addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(find, 200);
  });
  $('show').addEventListener('change', find);
  $('find').addEventListener('submit', event => {
    event.preventDefault();
    find();
  });
  $('first').addEventListener('click', () => turn(1));
  $('previous').addEventListener('click', () => turn(wanted.page - 1));
  $('next').addEventListener('click', () => turn(wanted.page + 1));
  $('last').addEventListener('click', () => turn(Number($('last').dataset.page)));
  $('attempts-show').addEventListener('change', () => {
    wanted.attempts = $('attempts-show').value;
    wanted.before = null;
    ask();
  });
  $('hold').addEventListener('click', () => {
    list.held = !list.held;
    $('hold').setAttribute('aria-pressed', String(list.held));
    ask();
  });
  $('newest').addEventListener('click', () => {
    wanted.before = null;
    list.known = -1;
    ask();
  });
  $('older').addEventListener('click', () => {
    wanted.before = Number($('older').dataset.before);
    ask();
  });
  document.addEventListener('visibilitychange', () => document.hidden ? clearTimeout(timer) : ask());
  ask();
}

begin();
