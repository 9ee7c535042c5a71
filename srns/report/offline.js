"use strict";
// The offline page: one store of choices, from which everything is drawn. Text is only ever set as
// text, never as markup. The figures are Vega-Lite specifications as on the screen.
(function () {
  const store = {
    state: { histology: "", resistance: "", response: "", child: "" },
    data: null,
    set(change) {
      Object.assign(this.state, change);
      keepInAddress();
      draw();
    },
  };

  // --- what is put on the page -----------------------------------------------------------------
  function make(tag, properties, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) {
      if (name in node && name !== "list") node[name] = value;
      else node.setAttribute(name, value);
    }
    node.append(...children);
    return node;
  }
  function paragraphs(texts) {
    return texts.map((text) => make("p", {}, text));
  }
  function table(data) {
    const head = make("tr", {}, ...data.columns.map((name) => make("th", { scope: "col" }, name)));
    const body = data.rows.map((row) => make("tr", {}, ...row.map((cell) => make("td", {}, cell))));
    return make("div", { className: "wide", tabIndex: 0, role: "region", "aria-label": data.title },
      make("table", {}, make("caption", {}, data.title), make("thead", {}, head),
        make("tbody", {}, ...body)),
      ...(data.notes || []).map((note) => make("p", { className: "small" }, note)));
  }
  function section(id, title, ...children) {
    return make("section", { id, "aria-labelledby": id + "-title" },
      make("h2", { id: id + "-title" }, title), ...children);
  }

  // --- specifications, put together again ------------------------------------------------------
  function unpack(packed, instance) {
    const [shape, number, layers] = instance;
    const values = packed.shapes[shape].v;
    function fill(node) {
      if (Array.isArray(node)) return node.map(fill);
      if (node === null || typeof node !== "object") return node;
      const keys = Object.keys(node);
      if (keys.length === 1 && keys[0] === "$") return fill(values[node.$][number]);
      if ("$rows" in node) {
        const names = Object.keys(node.c);
        return Array.from({ length: node.$rows }, (_, at) =>
          Object.fromEntries(names.map((name) => [name, node.c[name][at]])));
      }
      if ("$layers" in node) {
        const [first, count] = node.$layers;
        return layers.slice(first, first + count).map((each) => unpack(packed, each));
      }
      return Object.fromEntries(keys.map((key) => [key, fill(node[key])]));
    }
    return fill(packed.shapes[shape].t);
  }
  async function plot(target, spec, caption) {
    const isOne = !("concat" in spec || "hconcat" in spec || "vconcat" in spec || "facet" in spec);
    const drawn = { ...spec, ...(isOne ? { width: "container" } : {}), background: "white" };
    // A screen reader gets the sentence below the figure and the table; the marks have no names.
    const inner = make("div", { "aria-hidden": "true" });
    target.replaceChildren(inner);
    target.setAttribute("role", "img");
    target.setAttribute("aria-label", caption);
    const made = await window.vegaEmbed(inner, drawn,
      { ast: true, actions: false, renderer: "svg", downloadFileName: "figure" });
    if ((spec.params || []).length || JSON.stringify(spec).includes('"name":"child"')) {
      try {
        made.view.addSignalListener("child", (_, value) => {
          const picked = value && value.patient && value.patient[0];
          if (picked) store.set({ child: String(picked) });
        });
      } catch { /* a figure in which no child can be picked */ }
    }
    return made;
  }

  // --- the choices, in the address -------------------------------------------------------------
  function keepInAddress() {
    const kept = new URLSearchParams(Object.entries(store.state).filter(([, value]) => value));
    const hash = kept.toString();
    if (location.hash.replace(/^#/, "") !== hash) history.replaceState(null, "", "#" + hash);
  }
  function readAddress() {
    const asked = new URLSearchParams(location.hash.replace(/^#/, ""));
    for (const name of Object.keys(store.state)) store.state[name] = asked.get(name) || "";
    const data = store.data;
    for (const filter of data.filters)
      if (!filter.groups.includes(store.state[filter.name])) store.state[filter.name] = "";
    if (!data.responses.includes(store.state.response)) store.state.response = "";
    if (!data.children.patient.includes(store.state.child)) store.state.child = "";
  }

  // --- the page --------------------------------------------------------------------------------
  const drawnOf = {};
  function onChange(part, key, action) {
    if (drawnOf[part] === key) return;
    drawnOf[part] = key;
    action();
  }
  function choice(name, label, options, value) {
    const select = make("select", { id: "choose_" + name }, make("option", { value: "" }, "all"),
      ...options.map((each) => make("option", { value: each }, each)));
    select.value = value;
    select.addEventListener("change", () => store.set({ [name]: select.value }));
    return make("div", {}, make("label", { htmlFor: select.id }, label), select);
  }
  function build() {
    const data = store.data;
    const filters = make("form", { className: "filters", "aria-label": "Filters" },
      ...data.filters.map((each) => choice(each.name, each.label, each.groups, "")),
      choice("response", "Response (list only)", data.responses, ""),
      make("button", { type: "button", id: "clear" }, "Clear filters"),
      make("p", { id: "shown", role: "status", className: "small" }));
    filters.addEventListener("submit", (event) => event.preventDefault());
    document.getElementById("main").append(
      filters,
      section("numbers", "Response and time", make("div", { id: "words" }),
        make("div", { id: "figures" }), make("div", { id: "counted" })),
      section("list", "Children", make("div", { id: "children", className: "long", tabIndex: 0,
        role: "region", "aria-label": "List of children" })),
      section("child", "One child", make("div", { id: "one" })),
      section("tables", "Tables of all children", ...data.tables.map(table)),
      definitionSection(data));
    document.getElementById("clear").addEventListener("click", () =>
      store.set({ histology: "", resistance: "", response: "" }));
  }
  function definitionSection(data) {
    const said = data.definition;
    return section("definition", "Definition",
      make("p", {}, said.name + ". " + said.source + (said.doi ? ". doi " + said.doi : "")),
      ...said.terms.flatMap((term) => [
        make("h3", {}, term.name),
        ...(term.quote ? [make("blockquote", {}, term.quote)] : []),
        make("p", {}, term.words),
        ...term.remarks.map((text) => make("p", { className: "small" }, text)),
      ]),
      make("p", { className: "small" }, data.basis + " SHA-256 of the definition: " + said.sha256));
  }
  function shownChildren() {
    const { children } = store.data, { state } = store;
    return children.patient.map((_, at) => at).filter((at) =>
      ["histology", "resistance", "response"].every((name) =>
        !state[name] || children[name][at] === state[name]));
  }
  function draw() {
    const { data, state } = store;
    for (const name of ["histology", "resistance", "response"]) {
      const select = document.getElementById("choose_" + name);
      if (select) select.value = state[name];
    }
    const shown = shownChildren();
    const of = data.children.patient.length;
    document.getElementById("shown").textContent = shown.length === of
      ? `All ${of} children.` : `${shown.length} of ${of} children.`;
    onChange("numbers", state.histology + "|" + state.resistance, drawNumbers);
    onChange("list", shown.join(), () => drawList(shown));
    onChange("child", state.child + "/" + shown.join(), () => drawChild(shown));
    for (const row of document.querySelectorAll("#children tbody tr"))
      row.setAttribute("aria-current", String(row.dataset.child === state.child));
  }
  function drawNumbers() {
    const { data, state } = store;
    const view = data.views[state.histology + "|" + state.resistance];
    const words = document.getElementById("words");
    const figures = document.getElementById("figures");
    const counted = document.getElementById("counted");
    if (!view) {
      words.replaceChildren(make("p", {}, "No child has these characteristics."));
      figures.replaceChildren();
      counted.replaceChildren();
      return;
    }
    words.replaceChildren(...paragraphs(view.words), make("p", { className: "small" }, view.limits));
    figures.replaceChildren();
    for (const each of view.figures) {
      const target = make("div", { className: "plot" });
      figures.append(make("figure", {}, target,
        make("figcaption", {}, make("b", {}, each.title + ". "), each.caption)));
      plot(target, unpack(data.figures, data.figures.specs[each.place]), each.title);
    }
    counted.replaceChildren(table(view.table));
  }
  function drawList(shown) {
    const { children } = store.data;
    const head = ["Child", "Histology", "Response", "At last follow-up", "Reason", "Cells"];
    const rows = shown.map((at) => {
      const child = children.patient[at];
      const mark = make("span", { className: "letter" }, children.letter[at]);
      mark.style.background = children.color[at];
      const open = make("button", { type: "button", className: "child" }, child);
      open.addEventListener("click", () => {
        store.set({ child });
        document.getElementById("child").scrollIntoView();
      });
      const row = make("tr", {},
        make("th", { scope: "row" }, open), make("td", {}, children.histology[at]),
        make("td", {}, mark, " " + children.response[at]), make("td", {}, children.status[at]),
        make("td", {}, children.reason[at]), make("td", {}, children.cells[at]));
      row.dataset.child = child;
      return row;
    });
    document.getElementById("children").replaceChildren(make("table", {},
      make("thead", {}, make("tr", {}, ...head.map((name) => make("th", { scope: "col" }, name)))),
      make("tbody", {}, ...rows)));
  }
  function drawChild(shown) {
    const { data, state } = store, { children } = data;
    const target = document.getElementById("one");
    if (!shown.length) {
      target.replaceChildren(make("p", {}, "No child passes the filters."));
      return;
    }
    const asked = children.patient.indexOf(state.child);
    const at = asked >= 0 ? asked : shown[0];
    const place = shown.indexOf(at);
    const step = (words, by) => {
      const next = shown[place + by];
      const button = make("button", { type: "button", className: "step",
        disabled: place < 0 || next === undefined }, words);
      button.addEventListener("click", () => store.set({ child: children.patient[next] }));
      return button;
    };
    const figure = make("div", { className: "plot" });
    const visits = make("div", {});
    target.replaceChildren(
      make("p", {}, step("Previous", -1), " ", step("Next", 1)),
      make("h3", {}, `Child ${children.patient[at]}: ${children.histology[at]}, ` +
        `${children.response[at]} (${children.letter[at]})`),
      make("p", {}, children.reason[at]),
      make("figure", {}, figure, make("figcaption", {}, data.captions[at])), visits);
    const spec = unpack(data.timelines, data.timelines.specs[at]);
    plot(figure, spec, `Timeline of child ${children.patient[at]}`);
    visits.replaceChildren(table(resultsOf(spec)));
  }
  function resultsOf(spec) {
    const rows = Object.values(spec.datasets || {}).flat()
      .filter((row) => row.reported !== undefined && row.reported !== null && row.cell !== undefined);
    const seen = new Map(rows.map((row) => [[row.day, row.reported, row.cell].join(), row]));
    const sorted = [...seen.values()].sort((one, other) => one.day - other.day);
    return {
      title: "Results of this child",
      columns: ["Day", "Result", "Cell", "Counted", "State"],
      rows: sorted.map((row) => [row.day, row.reported, row.cell, row.counted, row.state]
        .map((value) => value === null || value === undefined ? "" : String(value))),
    };
  }
  function buildCounts(data) {
    document.getElementById("main").append(
      section("counts", "Counts", make("p", {}, data.counts.sentence),
        table({ title: "Children by group", ...data.counts })),
      definitionSection(data));
  }

  // --- the data --------------------------------------------------------------------------------
  const source = document.getElementById("data");
  const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  async function open(packed) {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    const data = JSON.parse(await new Response(stream).text());
    document.getElementById("note").textContent = data.note;
    if (data.counts) {
      buildCounts(data);
      return;
    }
    store.data = data;
    readAddress();
    document.getElementById("headline").textContent = data.views["|"].words[0];
    build();
    draw();
    window.addEventListener("hashchange", () => {
      readAddress();
      draw();
    });
  }
  async function unlock(password) {
    const words = await crypto.subtle.importKey("raw", new TextEncoder().encode(password),
      "PBKDF2", false, ["deriveKey"]);
    const key = await crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256",
      salt: bytesOf(source.dataset.salt), iterations: Number(source.dataset.iterations) }, words,
      { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
    return new Uint8Array(await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: bytesOf(source.dataset.nonce) }, key, bytesOf(source.textContent)));
  }
  const form = document.getElementById("lock");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const refused = document.getElementById("refused");
    refused.textContent = "Opening …";
    try {
      const packed = await unlock(document.getElementById("password").value);
      form.hidden = true;
      await open(packed);
    } catch {
      refused.textContent = "This is not the password of this page. Type it again.";
    }
  });
  if (!source.dataset.salt)
    requestAnimationFrame(() => setTimeout(() => open(bytesOf(source.textContent))));
})();
