/* Small tools for the document. What comes from the program is put there as text, never as HTML. */

export const $ = id => document.getElementById(id);

/* Changes a text only if it is another, so that nothing jumps and no selection is lost. */
export function text(node, value) {
  if (node.textContent !== value) {
    node.textContent = value;
  }
}

export function attribute(node, name, value) {
  if (node.getAttribute(name) !== value) {
    node.setAttribute(name, value);
  }
}

export function element(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) {
    node.className = className;
  }
  node.append(...children);
  return node;
}

/* A name may hold anything: whatever direction it is written in, it stays in its place; a long one breaks between its words. */
export function name(value, tag = 'bdi') {
  const node = element(tag, '', ...value.split(/(?<=[_@/:-]|\w\.)(?=\w{2})/).flatMap((part, i) => i === 0 ? [part] : [document.createElement('wbr'), part]));
  node.dir = 'auto';
  return node;
}

export function svg(tag, attributes) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  return node;
}

/* The shape that says good or bad without a colour. */
export function mark() {
  const node = element('span', 'mark');
  node.setAttribute('aria-hidden', 'true');
  return node;
}

export function link(words, fragment) {
  const node = element('a', '', words);
  node.href = `#${fragment}`;
  return node;
}

export function button(words, label, act) {
  const node = element('button', '', words);
  node.type = 'button';
  node.setAttribute('aria-label', label);
  node.addEventListener('click', act);
  return node;
}

/* Replaces the content of a cell only if it says something else than before. */
export function fill(cell, key, build) {
  if (cell.shown !== key) {
    const parts = build();
    cell.shown = key;
    cell.classList.toggle('none', parts.none === true);
    cell.replaceChildren(...parts);
  }
}

/* What a cell shows that has nothing to show; where rows are cards, it is left out. */
export function nothing(words) {
  const dash = element('span', 'quiet', '–');
  dash.setAttribute('aria-hidden', 'true');
  return Object.assign([dash, element('span', 'unseen', words)], {none: true});
}

/* Shown as cards, a table is one all the same. */
function role(node) {
  const own = {TABLE: 'table', THEAD: 'rowgroup', TBODY: 'rowgroup', TR: 'row', TD: 'cell',
    TH: node.closest('thead') ? 'columnheader' : 'rowheader'}[node.tagName];
  if (own) {
    node.setAttribute('role', own);
    [...node.children].forEach(role);
  }
}

document.querySelectorAll('table').forEach(role);
document.querySelectorAll('template').forEach(template => [...template.content.children].forEach(role));

/* Makes a table have that many rows of its template, which are used again by their place. */
export function rows(table, number) {
  const body = table.tBodies[0];
  while (body.rows.length > number) {
    body.lastElementChild.remove();
  }
  while (body.rows.length < number) {
    body.append($(table.dataset.row).content.cloneNode(true));
  }
  return [...body.rows];
}

export function empty(table, sentence, words) {
  table.hidden = words !== '';
  sentence.hidden = words === '';
  text(sentence, words);
}
