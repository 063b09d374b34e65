/* The campaign groups, a page at a time: found, filtered and sorted by the program. */

import {$, attribute, rows, text} from './dom.js';
import {count, plural} from './words.js';
import {change, wanted} from './address.js';
import {STATISTICS, showLast, showMode, showNext, showStatus, showTitle, showTrend} from './cells.js';

export function showGroups(status) {
  const {groups} = status;
  wanted.page = groups.page;
  $('groups-problem').hidden = !groups.problem;
  text($('groups-problem'), groups.problem ? `The states of the campaign groups are unavailable: ${groups.problem}` : '');
  $('groups-empty').hidden = groups.matches > 0;
  $('group-rows').hidden = groups.matches === 0;
  text($('groups-empty'), status.counts.all === 0 ? 'No campaign group is configured. Add them to the configuration file; it takes effect at once.'
    : 'No campaign group is like that. Clear the search or show all.');
  text($('groups-found'), groups.matches === status.counts.all ? plural(groups.matches, 'campaign group', 'campaign groups')
    : `${count.format(groups.matches)} of ${plural(status.counts.all, 'campaign group', 'campaign groups')}`);
  showPages(groups);
  showSort();
  rows($('group-rows'), groups.rows.length).forEach((row, i) => showGroup(row.cells, groups.rows[i]));
  fold(groups.rows);
}

function showPages(groups) {
  const to = groups.from + groups.rows.length - 1;
  text($('page-of'), groups.matches === 0 ? 'Page 1 of 1'
    : `Page ${count.format(groups.page)} of ${count.format(groups.pages)} (${count.format(groups.from)} to ${count.format(to)})`);
  $('first').disabled = $('previous').disabled = groups.page === 1;
  $('next').disabled = $('last').disabled = groups.page === groups.pages;
  $('last').dataset.page = groups.pages;
}

function showGroup([title, state, mode, last, next, ...charts], group) {
  showTitle(title, group);
  showStatus(state, group);
  showMode(mode, group);
  showLast(last, group);
  showNext(next, group);
  STATISTICS.forEach(([key, label, words, top], i) => showTrend(charts[i], label, words, top, group.statistics[key]));
}

/* A statistic that no row has takes no column. */
function fold(groups) {
  const folded = [];
  STATISTICS.forEach(([key, label], i) => {
    const none = groups.every(group => group.statistics[key].length === 0);
    $('group-rows').classList.toggle(`no-statistic-${i}`, none);
    if (none) {
      folded.push(label.toLowerCase());
    }
  });
  text($('folded'), folded.length > 0 ? `Unknown for all of these, so not shown: ${folded.join(', ')}` : '');
}

function showSort() {
  const descending = wanted.sort.startsWith('-');
  const column = wanted.sort.replace('-', '');
  document.querySelectorAll('#group-rows thead button').forEach(button => {
    const header = button.parentElement;
    if (button.value === column) {
      attribute(header, 'aria-sort', descending ? 'descending' : 'ascending');
    } else {
      header.removeAttribute('aria-sort');
    }
  });
  $('sort').value = column;
  attribute($('descending'), 'aria-pressed', String(descending));
}

export function restore() {
  $('search').value = wanted.search;
  $('show').value = wanted.show;
  if ($('show').value === '') {
    wanted.show = $('show').value = 'all';
  }
  $('sort').value = wanted.sort.replace('-', '');
  if ($('sort').value === '') {
    wanted.sort = $('sort').value = 'status';
  }
}

export function begin(ask) {
  let typing = 0;
  const go = values => {
    change({page: 1, ...values});
    ask();
  };
  const find = () => go({search: $('search').value.trim(), show: $('show').value});
  const sort = column => go({sort: wanted.sort === column ? `-${column}` : column});
  const turn = page => go({page: Math.max(1, page)});
  $('search').addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(find, 200);
  });
  $('show').addEventListener('change', find);
  $('find').addEventListener('submit', event => {
    event.preventDefault();
    find();
  });
  $('sort').addEventListener('change', () => go({sort: $('sort').value}));
  $('descending').addEventListener('click', () =>
    go({sort: wanted.sort.startsWith('-') ? wanted.sort.slice(1) : `-${wanted.sort}`}));
  $('group-rows').tHead.addEventListener('click', event => event.target.value && sort(event.target.value));
  $('first').addEventListener('click', () => turn(1));
  $('previous').addEventListener('click', () => turn(wanted.page - 1));
  $('next').addEventListener('click', () => turn(wanted.page + 1));
  $('last').addEventListener('click', () => turn(Number($('last').dataset.page)));
}
