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
const sortable = part => all('table[data-sortable]', part).forEach(table => all('thead th', table).forEach((th, index) => {
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
sortable(document);
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
// The filter: every card and figure of a choice was counted, rounded and drawn before; here it only changes places.
const data = document.getElementById('slices'), filter = document.getElementById('slice');
const packed = data && data.textContent.charAt(0) === '"';
if (data && filter && (!packed || 'DecompressionStream' in window)) {
  const box = filter.closest('.filter'), said = document.getElementById('slice-note');
  let slices = null;
  const unpack = async () => {
    const content = JSON.parse(data.textContent);
    if (!packed) return content;
    const bytes = Uint8Array.from(atob(content), c => c.charCodeAt(0));
    return JSON.parse(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text());
  };
  const kept = new Map(), set = (e, text) => { if (e) e.textContent = text; };
  const put = (e, html) => { if (e) { e.innerHTML = html; e.hidden = !html; } };
  // The same cells as the link of the page holds; what a spreadsheet would take for a formula gets an apostrophe.
  const csv = table => 'data:text/csv;charset=utf-8,' + encodeURIComponent('\ufeff' + [...table.rows].map(row => [...row.cells].map(cell => {
    const text = cell.textContent, safe = /^[=+\-@\t\r\n\0＝＋－＠]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? "'" + text : text;
    return safe !== text || /[",\r\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
  }).join(',')).join('\r\n') + '\r\n');
  const card = (e, v) => {
    set(e.querySelector('.big'), v[0]);
    const delta = e.querySelector('.delta');
    if (delta) { delta.textContent = v[1]; delta.className = 'delta ' + v[2]; }
    set(e.querySelector('.note'), v[3]);
    put(e.querySelector('.chips'), v[4]);
    put(e.querySelector('.kpi-spark'), v[5]);
  };
  const figure = (e, v) => {
    set(e.querySelector('h3'), v[0]);
    set(e.querySelector('figcaption .note'), v[1]);
    put(e.querySelector('.chips'), v[2]);
    put(e.querySelector('.plot'), v[3]);
    const table = e.querySelector('table'), link = e.querySelector('.csv');
    if (table) { put(table.parentElement, v[4]); sortable(e); }
    const now = e.querySelector('table');
    if (link) { if (now) link.href = v[5] || csv(now); link.hidden = !now; }
  };
  const html = (e, q) => { const p = e.querySelector(q); return p ? p.innerHTML : ''; };
  const text = (e, q) => { const p = e.querySelector(q); return p ? p.textContent : ''; };
  const now = (e, isCard) => isCard
    ? [text(e, '.big'), text(e, '.delta'), (e.querySelector('.delta') || {className: ''}).className.slice(6), text(e, '.note'), html(e, '.chips'), html(e, '.kpi-spark')]
    : [text(e, 'h3'), text(e, 'figcaption .note'), html(e, '.chips'), html(e, '.plot'), '', (e.querySelector('.csv') || {}).href || ''];
  const show = (e, isCard, v) => {
    if (!kept.has(e)) {
      const own = now(e, isCard), table = e.querySelector('table');
      // The table as it came, without the buttons of its headings.
      if (!isCard && table) {
        const copy = table.cloneNode(true);
        all('thead th button', copy).forEach(b => b.replaceWith(b.textContent));
        own[4] = copy.outerHTML;
      }
      kept.set(e, own);
    }
    (isCard ? card : figure)(e, v || kept.get(e));
  };
  // Each card says whether it follows the choice or shows the whole.
  const mark = (e, style, words) => {
    const chip = document.createElement('span');
    chip.className = 'chip ' + style;
    chip.textContent = words;
    (e.querySelector('figcaption') || e.querySelector('.kpi-text') || e).append(chip);
  };
  box.hidden = false;
  filter.addEventListener('change', async () => {
    const wanted = filter.value;
    if (wanted && !slices) slices = await unpack();
    if (wanted !== filter.value) return;
    const name = filter.selectedOptions[0].textContent;
    for (const [q, isCard] of [['.kpi[id]', true], ['figure[id]', false]]) all(q).forEach(e => {
      const v = wanted && (slices[e.id] || {})[wanted];
      all('.chip.whole,.chip.part', e).forEach(old => old.remove());
      if (v || kept.has(e)) show(e, isCard, v);
      if (v && !isCard) mark(e, 'part', name);
      if (wanted && !v) mark(e, 'whole', box.dataset.whole);
    });
    said.textContent = wanted ? said.dataset.part : '';
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
