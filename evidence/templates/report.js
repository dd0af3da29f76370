"use strict";
(() => {
  const table = document.getElementById("t");
  const opened = () => document.querySelectorAll("details.card");
  const rowOf = {};
  let draw = () => {}, mark = () => {}, place = () => {}, whole = () => {};
  const reveal = () => {
    const id = location.hash.slice(1), at = rowOf[id] || (id && document.getElementById(id));
    if (!at) { mark(); return; }
    if (at.tagName === "DETAILS") at.open = true;
    if (at.tagName !== "TR") return;
    const away = !at.isConnected;
    place(at);
    draw(at);
    mark();
    if (away) { location.replace("#-"); location.replace(`#${id}`); return; }  // it is only now in the page: go there again
    at.querySelector("a").focus({preventScroll: true});
  };
  let shut = [];
  addEventListener("beforeprint", () => { whole(); shut = [...opened()].filter(one => !one.open); shut.forEach(one => { one.open = true; }); });
  addEventListener("afterprint", () => { shut.forEach(one => { one.open = false; }); });
  addEventListener("hashchange", reveal);
  if (!table) { reveal(); return; }

  const body = table.tBodies[0], rows = [...body.rows], form = document.querySelector(".tools"), further = document.getElementById("further");
  const search = document.getElementById("q"), order = document.getElementById("o"), count = document.getElementById("n");
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const RANK = {f: 0, n: 1, u: 2, w: 3, p: 4, x: 5}, STEP = 60;
  const state = new Map(rows.map(row => [row, row.className])), words = new Map();
  let ordered = rows, fitting = rows, shown = rows.length, waiting = 0;
  form.hidden = false;

  // Ten thousand rows at once make every change slow: the first ones stand in the page, and more come as they are scrolled to.
  const number = value => value.toLocaleString("en");
  const CLASS = {"✗": "f", "?": "u", "~": "w", "–": "x"};
  const chain = row => {  // a large report carries six marks; here they become six links
    const marks = row.querySelector("i.c");
    if (!marks) return;
    const list = document.createElement("ol");
    list.className = "k";
    for (const each of marks.textContent) { const item = document.createElement("li"); item.textContent = each; if (CLASS[each]) item.className = CLASS[each]; list.append(item); }
    marks.replaceWith(list);
  };
  const more = (until = shown + STEP) => {
    const next = fitting.slice(shown, until);
    next.forEach(chain);
    body.append(...next);
    shown = Math.min(Math.max(shown, until), fitting.length);
    further.hidden = shown >= fitting.length;
    further.firstElementChild.textContent = `Show more (${number(fitting.length - shown)} left)`;
  };
  const show = () => { body.replaceChildren(); shown = 0; more(); };
  const read = row => { let told = words.get(row); if (told === undefined) words.set(row, told = row.textContent.toLowerCase()); return told; };
  const readAhead = from => { if (from < rows.length) requestIdleCallback(() => { rows.slice(from, from + 250).forEach(read); readAhead(from + 250); }); };
  const target = () => location.hash.slice(1);
  const isOpen = row => row.classList.contains("open") || row.id === target();
  mark = () => rows.forEach(row => { if (row.isConnected) row.querySelector("a").setAttribute("aria-expanded", String(isOpen(row))); });
  place = row => {
    if (!fitting.includes(row)) { search.value = ""; boxes.forEach(one => { one.checked = true; }); filter(); }
    if (!row.isConnected) more(fitting.indexOf(row) + STEP);
  };

  const filter = () => {
    const want = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean), on = new Set(boxes.filter(one => one.checked).map(one => one.value));
    fitting = ordered.filter(row => on.has(state.get(row)) && want.every(word => read(row).includes(word)));
    show();
    count.textContent = `${number(fitting.length)} of ${number(rows.length)} shown`;
  };
  const sort = () => {
    ordered = [...rows];
    if (order.value === "1") ordered.sort((a, b) => RANK[state.get(a)] - RANK[state.get(b)]);
    if (order.value === "2") {
      const names = new Map(rows.map(row => [row, row.querySelector("a").textContent])), compare = new Intl.Collator("en", {numeric: true}).compare;
      ordered.sort((a, b) => compare(names.get(a), names.get(b)));
    }
    filter();
  };
  // A large report carries intervals in words only; the drawing is made from them here. An open end reaches the edge.
  const ends = words => {
    const numbers = (words.replace(/−/g, "-").match(/-?\d+(\.\d+)?(e[+-]?\d+)?/g) || []).map(Number);
    return words.startsWith("up to") ? [-Infinity, numbers[0]] : words.endsWith("and more") ? [numbers[0], Infinity] : [numbers[0], numbers[1] ?? numbers[0]];
  };
  draw = row => {
    for (const a of row.querySelectorAll(".va")) {
      const b = a.nextElementSibling;
      if (!b || a.previousElementSibling?.matches(".v")) continue;
      const all = [...ends(a.textContent), ...ends(b.textContent)], finite = all.filter(Number.isFinite);
      if (finite.length < 2 || all.some(Number.isNaN)) continue;
      const low = Math.min(...finite), high = Math.max(...finite), room = (high - low) / 8 || 1, scale = 100 / (high - low + 2 * room);
      const place = value => Math.min(100, Math.max(0, (value - low + room) * scale));
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      svg.setAttribute("class", "v"); svg.setAttribute("viewBox", "0 0 100 6"); svg.setAttribute("aria-hidden", "true");
      [[a, "a", 1.5], [b, "b", 4.5]].forEach(([from, name, y]) => {
        const [first, last] = ends(from.textContent).map(place), path = document.createElementNS(svg.namespaceURI, "path");
        path.setAttribute("class", name); path.setAttribute("d", `M${first} ${y}h${Math.max(last - first, 0.8)}`); svg.append(path);
      });
      a.before(svg);
    }
  };
  const toggle = row => {
    const link = row.querySelector("a");
    if (isOpen(row)) { row.classList.remove("open"); if (row.id === target()) location.hash = "#-"; } else { draw(row); row.classList.add("open"); }
    link.setAttribute("aria-expanded", String(isOpen(row)));
  };
  const step = (row, way) => {
    if (way > 0 && !row.nextElementSibling) more();
    const link = (way > 0 ? row.nextElementSibling : row.previousElementSibling)?.querySelector("a");
    if (link) { link.focus(); link.closest("tr").scrollIntoView({block: "nearest"}); }
  };

  form.addEventListener("submit", event => event.preventDefault());
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 60); });
  boxes.forEach(one => one.addEventListener("change", filter));
  order.addEventListener("change", sort);
  body.addEventListener("click", event => {
    const link = event.target.closest("th>a");
    if (link) { event.preventDefault(); toggle(link.closest("tr")); }
  });
  body.addEventListener("keydown", event => {
    const row = event.target.closest("tr");
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" && isOpen(row)) { toggle(row); row.querySelector("a").focus(); }
    if (!event.target.matches("th>a")) return;
    if (event.key === "ArrowDown") { event.preventDefault(); step(row, 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); step(row, -1); }
  });
  further.firstElementChild.addEventListener("click", () => more());
  new IntersectionObserver(seen => { if (seen.some(one => one.isIntersecting)) more(); }, {rootMargin: "1200px"}).observe(further);
  whole = () => more(fitting.length);
  for (const row of rows) rowOf[row.id] = row;
  filter();
  readAhead(0);
  reveal();
})();
