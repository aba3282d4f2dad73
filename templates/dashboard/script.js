(() => {
'use strict';
const root = document.documentElement, all = (q, e) => [...(e || document).querySelectorAll(q)];
const dark = matchMedia('(prefers-color-scheme:dark)'), button = document.getElementById('theme');
if (button) {
  button.hidden = false;
  const shown = () => root.dataset.theme ? root.dataset.theme === 'dark' : dark.matches;
  const tell = () => button.setAttribute('aria-pressed', String(shown()));
  button.addEventListener('click', () => { root.dataset.theme = shown() ? 'light' : 'dark'; tell(); });
  dark.addEventListener('change', tell);
  tell();
}
// Sorting: a button in each heading; numbers by their value, texts by the language's order.
const sort = (table, index, up) => {
  const body = table.tBodies[0], key = row => {
    const cell = row.cells[index], v = cell.getAttribute('data-v');
    return v === null ? cell.textContent : Number(v);
  };
  const order = (a, b) => {
    const x = key(a), y = key(b);
    if (typeof x === 'number' && typeof y === 'number') return x - y;
    if (typeof x === 'number') return -1;
    if (typeof y === 'number') return 1;
    return x.localeCompare(y, root.lang, {numeric: true});
  };
  [...body.rows].map((row, i) => [row, i]).sort((a, b) => order(a[0], b[0]) * (up ? 1 : -1) || a[1] - b[1])
    .forEach(pair => body.append(pair[0]));
};
all('table[data-sortable]').forEach(table => all('thead th', table).forEach((th, index) => {
  const b = document.createElement('button');
  b.type = 'button';
  b.textContent = th.textContent;
  th.textContent = '';
  th.append(b);
  b.addEventListener('click', () => {
    const up = th.getAttribute('aria-sort') !== 'ascending';
    all('thead th', table).forEach(o => o.removeAttribute('aria-sort'));
    th.setAttribute('aria-sort', up ? 'ascending' : 'descending');
    sort(table, index, up);
  });
}));
// Tooltips repeat what labels and tables say; nothing is only in them.
const tip = document.getElementById('tip');
document.addEventListener('pointermove', event => {
  const mark = event.pointerType !== 'touch' && event.target.closest ? event.target.closest('[data-t]') : null;
  if (!mark) { tip.hidden = true; return; }
  tip.textContent = mark.getAttribute('data-t');
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  tip.style.left = Math.min(event.clientX + 12, innerWidth - box.width - 8) + 'px';
  tip.style.top = (event.clientY > box.height + 20 ? event.clientY - box.height - 10 : event.clientY + 16) + 'px';
});
// A filter puts the numbers of one slice into the cards; all of them were counted and rounded before.
const data = document.getElementById('slices'), filter = document.getElementById('slice');
if (data && filter) {
  const slices = JSON.parse(data.textContent), whole = {}, note = {};
  all('[data-slice]').forEach(e => whole[e.dataset.slice] = e.textContent);
  all('[data-slice-note]').forEach(e => note[e.dataset.sliceNote] = e.textContent);
  filter.closest('.filter').hidden = false;
  filter.addEventListener('change', () => {
    const slice = slices[filter.value];
    all('[data-slice]').forEach(e => e.textContent = slice ? (slice[e.dataset.slice] || ['—'])[0] : whole[e.dataset.slice]);
    all('[data-slice-note]').forEach(e => e.textContent = slice ? (slice[e.dataset.sliceNote] || ['', ''])[1] : note[e.dataset.sliceNote]);
    all('.kpi .delta, .kpi .kpi-spark, .kpi .chip').forEach(e => e.hidden = !!slice);
  });
}
// The tab of the section in view.
if ('IntersectionObserver' in window) {
  const tabs = Object.fromEntries(all('.tabs a').map(a => [a.hash.slice(1), a]));
  const seen = new IntersectionObserver(entries => entries.forEach(entry => {
    if (!entry.isIntersecting) return;
    all('.tabs a[aria-current]').forEach(a => a.removeAttribute('aria-current'));
    const tab = tabs[entry.target.id];
    if (tab) tab.setAttribute('aria-current', 'true');
  }), {rootMargin: '-20% 0px -70% 0px'});
  all('main > section').forEach(section => seen.observe(section));
}
})();
