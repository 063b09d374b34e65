/* A table of attempts; each opens to show the request: its headers without credentials, and its JSON. */

import {$, button, element, fill, link, mark, name, rows, text} from './dom.js';
import {count, timeNode, timeWords, tookWords} from './words.js';

export class AttemptTable {

  constructor(table) {
    this.table = table;
    this.open = new Set();
  }

  show(attempts) {
    this.open.clear();
    this.table.querySelectorAll('tr.json').forEach(row => row.remove());
    rows(this.table, attempts.length).forEach((row, i) => this.showRow(row, attempts[i]));
  }

  showRow(row, attempt) {
    const [time, group, message, outcome, took, receiver, json] = row.cells;
    fill(time, attempt.time, () => [timeNode(attempt.time, timeWords(attempt.time, true))]);
    fill(group, `${attempt.campaignGroup} ${attempt.dbid}`, () => [link(name(attempt.campaignGroup), `dbid=${attempt.dbid}`),
      element('small', '', `DBID ${attempt.dbid}`)]);
    text(message, attempt.kind);
    fill(outcome, `${attempt.delivered} ${attempt.outcome}`, () => {
      const words = element('span', 'outcome', mark(), element('span', '',
        attempt.delivered ? 'delivered' : 'failed', element('small', '', attempt.outcome)));
      words.dataset.state = attempt.delivered ? 'good' : 'bad';
      return [words];
    });
    text(took, tookWords(attempt.seconds));
    fill(receiver, attempt.receiver, () => [name(attempt.receiver)]);
    const opener = button('Show', `Request of ${attempt.campaignGroup}, ${timeWords(attempt.time, true)}`,
      () => this.toggle(row, opener, attempt));
    opener.setAttribute('aria-expanded', 'false');
    json.replaceChildren(opener);
  }

  async toggle(row, opener, attempt) {
    const open = !this.open.has(attempt.number);
    opener.setAttribute('aria-expanded', String(open));
    text(opener, open ? 'Hide' : 'Show');
    if (!open) {
      this.open.delete(attempt.number);
      row.nextElementSibling.remove();
      return;
    }
    this.open.add(attempt.number);
    const cell = element('td', '', element('p', 'quiet', 'Loading …'));
    cell.colSpan = row.cells.length;
    row.after(element('tr', 'json', cell));
    const answer = await fetch(`api/attempt?number=${attempt.number}`, {cache: 'no-store'}).catch(() => ({ok: false}));
    cell.replaceChildren(...answer.ok ? request(await answer.json())
      : [element('p', 'empty', 'This attempt is no longer kept: others came since.')]);
  }
}

function request(attempt) {
  const headers = element('dl', 'headers', ...Object.entries(attempt.headers).map(([key, value]) =>
    element('div', '', element('dt', '', key), element('dd', '', value))));
  const json = element('pre', '', jsonWords(attempt));
  json.tabIndex = 0;
  json.dir = 'ltr';
  const copy = button('Copy', 'Copy the JSON', () => copyText(copy, json, attempt.json));
  copy.disabled = attempt.json === null;
  return [headers, copy, json];
}

/* Without a secure context a page may not write to the clipboard: then the text is selected instead. */
async function copyText(copy, shown, json) {
  try {
    await navigator.clipboard.writeText(json);
    text(copy, 'Copied');
  } catch (problem) {
    getSelection().selectAllChildren(shown);
    text(copy, 'Selected');
  }
}

/* What was sent, laid out; what would turn the direction of the text around is written as JSON can write it. */
function jsonWords(attempt) {
  if (attempt.json === null) {
    return `${count.format(attempt.length)} bytes, no longer kept or too long to be`;
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
