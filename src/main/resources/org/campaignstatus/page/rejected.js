/* Quarantined files and queues of rejected messages: how many and why. What is in them is shown only to who asks. */

import {$, attribute, button, element, empty, fill, name, rows, text} from './dom.js';
import {count, timeNode} from './words.js';

export function showRejected(status) {
  const {rejected} = status;
  empty($('rejected'), $('rejected-empty'), rejected.length > 0 ? '' : 'Nothing is quarantined.');
  rows($('rejected'), rejected.length).forEach((row, i) => {
    const one = rejected[i];
    const [place, number, newest, reason, files] = row.cells;
    fill(place, one.place, () => [name(one.place)]);
    fill(number, `${one.count}${one.more}${one.sinceStart}`, () => [`${one.more ? 'at least ' : ''}${count.format(one.count)}`,
      ...one.sinceStart ? [element('small', '', 'since the start; the broker has the rest')] : []]);
    fill(newest, one.time, () => [timeNode(one.time)]);
    fill(reason, one.reason, () => [name(one.reason, 'span')]);
    fill(files, `${one.folder} ${one.place}`, () => one.folder
      ? [button('Show', `Files in ${one.place}`, event => toggle(event.target, one.place))] : [element('span', 'quiet', 'in the broker')]);
  });
}

async function toggle(opener, place) {
  const open = $('rejected-files').hidden || $('rejected-files').dataset.place !== place;
  $('rejected-files').hidden = !open;
  $('rejected-files').dataset.place = place;
  document.querySelectorAll('#rejected button').forEach(other => {
    attribute(other, 'aria-expanded', String(open && other === opener));
    text(other, open && other === opener ? 'Hide' : 'Show');
  });
  if (open) {
    const answer = await fetch(`api/rejected?${new URLSearchParams({place})}`, {cache: 'no-store'}).catch(() => ({ok: false}));
    const {files} = answer.ok ? await answer.json() : {files: []};
    $('rejected-files').replaceChildren(...files.length > 0 ? files.map(file) : [element('p', 'empty', 'There is no file any more.')]);
  }
}

function file(one) {
  const reasons = element('pre', '', one.reasons || 'no reasons');
  const content = element('pre', '', one.content || 'empty, or no file');
  [reasons, content].forEach(node => {
    node.tabIndex = 0;
    node.dir = 'ltr';
  });
  return element('details', '', element('summary', '', name(one.name), ' ', timeNode(one.time)),
    element('p', 'quiet', 'Reasons'), reasons, element('p', 'quiet', 'The beginning of the file'), content);
}
