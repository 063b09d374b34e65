/* The last attempts: filtered by the program, and held while somebody reads. */

import {$, text} from './dom.js';
import {count} from './words.js';
import {ATTEMPTS, change, wanted} from './address.js';
import {AttemptTable} from './attempt.js';
import {offWords} from './headline.js';

/* On a phone a list of more is no list. */
const NARROW = matchMedia('(max-width: 860px)');
const ROWS_ON_A_PHONE = 10;

const list = {known: -1, newest: 0, held: false, asked: ''};
let table = null;

const question = () => JSON.stringify([wanted.before, ...ATTEMPTS.map(key => wanted[key])]);

const isFiltered = () => ATTEMPTS.some(key => wanted[key] !== '' && wanted[key] !== 'all');

/* The number of the newest attempt that is shown; -1 to have the answer in any case. */
export const known = () => wanted.before === null && list.asked === question() ? list.known : -1;

/* A list that somebody reads does not move. */
function isHeld() {
  return list.held || table.open.size > 0 || table.table.matches(':hover') || table.table.contains(document.activeElement);
}

export const held = () => known() >= 0 && isHeld();

export function showAttempts(status) {
  const {attempts} = status;
  list.newest = status.newest;
  const asked = list.asked !== question();
  if (attempts !== null && (asked || list.known < 0 || wanted.before === null && !isHeld())) {
    list.asked = question();
    list.known = attempts.newest;
    showRows(attempts, status);
  } else if (table.table.tBodies[0].rows.length === 0) {
    text($('attempts-empty'), emptyWords(status));
  }
  const newer = list.newest - list.known;
  text($('attempts-state'), wanted.before !== null ? 'Older attempts'
    : isHeld() ? `Held while you read${newer > 0 ? `: ${count.format(newer)} newer` : ''}` : 'Live');
  $('newest').disabled = wanted.before === null && newer <= 0;
  suggest(status.receivers);
}

function showRows(attempts, status) {
  const shown = NARROW.matches ? attempts.rows.slice(0, ROWS_ON_A_PHONE) : attempts.rows;
  const last = shown[shown.length - 1];
  table.table.hidden = shown.length === 0;
  $('attempts-empty').hidden = shown.length > 0;
  text($('attempts-empty'), emptyWords(status));
  table.show(shown);
  $('older').disabled = !attempts.older && shown.length === attempts.rows.length;
  $('older').dataset.before = last ? last.number : 1;
}

function suggest(receivers) {
  const addresses = receivers.map(one => one.receiver);
  if ($('known-receivers').shown !== addresses.join(' ')) {
    $('known-receivers').shown = addresses.join(' ');
    $('known-receivers').replaceChildren(...addresses.map(address => new Option(address, address)));
  }
}

function emptyWords(status) {
  if (isFiltered()) {
    return wanted.attempts === 'failed' && ATTEMPTS.slice(1).every(key => wanted[key] === '')
      ? 'No notification has failed.' : 'No attempt that is kept is like that.';
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

const FIELDS = {'attempts-show': 'attempts', 'attempts-group': 'group', 'attempts-kind': 'kind', 'attempts-receiver': 'receiver'};

export function restore() {
  Object.entries(FIELDS).forEach(([id, key]) => {
    const node = $(id);
    if (node.options && ![...node.options].some(option => option.value === wanted[key])) {
      node.append(new Option(wanted[key], wanted[key]));
    }
    node.value = wanted[key];
  });
  $('attempts-clear').disabled = !isFiltered();
}

export function begin(ask) {
  table = new AttemptTable($('attempt-rows'));
  let typing = 0;
  const find = () => {
    change(Object.fromEntries(Object.entries(FIELDS).map(([id, key]) => [key, $(id).value.trim()])));
    wanted.before = null;
    restore();
    ask();
  };
  $('filter').addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(find, 200);
  });
  $('filter').addEventListener('submit', event => {
    event.preventDefault();
    find();
  });
  $('attempts-clear').addEventListener('click', () => {
    change({attempts: 'all', group: '', kind: '', receiver: '', before: null});
    restore();
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
  NARROW.addEventListener('change', () => {
    list.known = -1;
    ask();
  });
}
