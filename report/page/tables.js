// table({columns: [{title, value(row), number, text(row), class}], rows, caption, sortable, compact, limit, row(tr, row)})
function table(options) {
  const body = make("tbody");
  const state = {column: -1, descending: false, all: false, rows: options.rows};
  const heads = options.columns.map((column, index) => {
    const title = options.sortable
      ? make("button", {type: "button", title: "Sort by this column", onclick: () => sortBy(index)}, column.title)
      : column.title;
    return make("th", {class: column.number ? "number" : null, scope: "col", title: column.help || null}, title);
  });

  function fill(rows) {
    state.rows = rows;
    body.replaceChildren(...(options.limit && !state.all ? rows.slice(0, options.limit) : rows).map((row) => {
      const line = make("tr", null, options.columns.map((column) => {
        const shown = column.text ? column.text(row) : column.value(row);
        return make("td", {class: [column.number ? "number" : "", column.class || ""].join(" ").trim() || null}, shown);
      }));
      if (options.row) options.row(line, row);
      return line;
    }));
  }

  function sortBy(index) {
    const column = options.columns[index];
    state.descending = state.column === index ? !state.descending : Boolean(column.largeFirst);
    state.column = index;
    heads.forEach((head, i) => {
      if (i === index) head.setAttribute("aria-sort", state.descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    const sign = state.descending ? -1 : 1;
    fill([...options.rows].sort((left, right) => {
      const a = column.value(left), b = column.value(right);
      if (typeof a === "string") return sign * a.localeCompare(b, "en", {numeric: true});
      // The unknown goes last in either direction.
      if (!known(a) || !known(b)) return known(a) ? -1 : known(b) ? 1 : 0;
      return sign * (a - b);
    }));
  }

  fill(options.rows);
  if (options.sortFirst !== undefined) sortBy(options.sortFirst);
  const more = options.limit && options.rows.length > options.limit
    ? make("button", {type: "button", class: "more", onclick: () => { state.all = true; more.remove(); fill(state.rows); }}, `Show all ${options.rows.length} rows`) : null;
  const titled = options.columns.some((column) => column.title);
  return make("div", {class: options.compact ? "table compact" : "table"},
    make("div", {class: "scroll"}, make("table", {class: options.class || null}, titled ? make("thead", null, make("tr", null, heads)) : null, body)), more,
    options.caption ? make("p", null, options.caption) : null);
}

// A row that can be clicked can be reached and pressed by the keyboard, too.
function pickable(line, pick) {
  line.dataset.pick = "";
  line.tabIndex = 0;
  line.addEventListener("click", pick);
  line.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    pick();
  });
}

function pressButtons(label, choices, onChoice) {
  const buttons = choices.map(([key, text]) => make("button", {type: "button", "aria-pressed": "false", onclick: () => choose(key)}, text));
  function choose(key) {
    choices.forEach(([other], i) => buttons[i].setAttribute("aria-pressed", String(other === key)));
    onChoice(key);
  }
  buttons[0].setAttribute("aria-pressed", "true");
  return make("span", {class: "buttons", role: "group", "aria-label": label}, buttons);
}
