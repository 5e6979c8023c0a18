// Every figure is described by a function of the theme and its width, so that it can be drawn again
// when the window, the colours of the system or the paper change.
const figures = [];
const coarse = window.matchMedia("(pointer: coarse)").matches;

function baseLayout(theme) {
  return {
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    font: {family: theme.sans, size: 12, color: theme.ink},
    margin: {l: 56, r: 14, t: 10, b: 44}, hovermode: "closest", uirevision: "keep",
    dragmode: coarse ? false : "zoom", showlegend: false,
    hoverlabel: {bgcolor: theme.panel, bordercolor: theme.line, font: {color: theme.ink, family: theme.sans}},
    modebar: {bgcolor: "rgba(0,0,0,0)", color: theme.soft, activecolor: theme.accent},
    legend: {orientation: "h", x: 0, y: 1.02, yanchor: "bottom", font: {size: 12}},
  };
}

function axis(theme, title, more) {
  return {title: {text: title, standoff: 8, font: {size: 12, color: theme.soft}}, gridcolor: theme.grid,
    zerolinecolor: theme.line, linecolor: theme.line, tickfont: {color: theme.soft, size: 11},
    automargin: true, ...more};
}

function offer(name, type, content) {
  const link = make("a", {download: name, href: type === "link" ? content : URL.createObjectURL(new Blob([content], {type}))});
  link.click();
  if (type !== "link") setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// The numbers of a drawn figure: maps as x, y, value; curves and bars as one table a set of x.
function csvOf(traces, layout, title) {
  const words = (text) => String(text === undefined || text === null ? "" : text).replace(/<[^>]*>/g, "").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
  const cell = (value) => value === null || value === undefined || Number.isNaN(value) ? "" : typeof value === "number" ? String(value) : `"${words(value).replace(/"/g, '""')}"`;
  const titleOf = (name) => words(((layout[name] || {}).title || {}).text) || name[0];
  const lines = [`# ${title}`];
  for (const trace of traces) {
    if (trace.hoverinfo === "skip") continue;
    if (trace.type === "heatmap") {
      lines.push(["x", "y", "value"].map((key, i) => cell(i < 2 ? titleOf(`${key}axis`) : words(((trace.colorbar || {}).title || {}).text) || key)).join(","));
      const values = trace.customdata || trace.z;
      trace.y.forEach((y, j) => trace.x.forEach((x, i) => lines.push([x, y, values[j][i]].map(cell).join(","))));
      continue;
    }
    const error = trace.error_y && trace.error_y.array;
    const colour = trace.marker && Array.isArray(trace.marker.color) ? trace.marker.color : null;
    lines.push([titleOf("xaxis"), trace.name || titleOf(`yaxis${(trace.yaxis || "y").slice(1)}`), ...(error ? ["standard error"] : []), ...(colour ? ["value"] : [])].map(cell).join(","));
    trace.x.forEach((x, i) => lines.push([x, trace.y[i], ...(error ? [error[i]] : []), ...(colour ? [colour[i]] : [])].map(cell).join(",")));
  }
  return lines.join("\n") + "\n";
}

// figure({title, caption, height, build(theme, width) -> {traces, layout}}) -> {node, gd, redraw}
function figure(options) {
  const gd = make("div", {class: "chart", role: "img", "aria-label": [options.title, options.caption].filter((t) => t && t.trim()).join(". ") || "figure"});
  const reading = make("span", {class: "reading"});
  const nameNow = () => (node.querySelector("header b").textContent || options.file || "figure").trim();
  const button = (text, help, onclick) => make("button", {type: "button", title: help, "aria-label": help, onclick}, text);
  const tools = make("span", {class: "tools"},
    button("SVG", "Save this figure as SVG, in the colours of paper", () => self.svg().then((url) => offer(`${options.file || "figure"}.svg`, "link", url))),
    button("CSV", "Save the numbers of this figure as CSV", () => offer(`${options.file || "figure"}.csv`, "text/csv", self.csv())));
  const node = make("figure", {class: options.class || null},
    make("header", null, make("b", null, options.title || "", options.tag ? make("span", {class: "tag"}, options.tag) : null), reading, tools),
    gd, options.caption ? make("figcaption", {title: options.class === "clamped" ? options.caption : null}, options.caption) : null);
  const self = {node, gd, reading, drawn: false, expectedHeight: options.height || 300};
  const described = (theme, width) => {
    const {traces, layout} = options.build(theme, width);
    const height = layout.height || options.height || 300;
    return {traces, layout: {...baseLayout(theme), ...layout, width, height}};
  };
  self.csv = () => {
    const {traces, layout} = described(themeNow(), gd.clientWidth || 600);
    return csvOf(traces, layout, nameNow());
  };
  self.svg = () => {
    const {traces, layout} = described(paperTheme(), gd.clientWidth || 600);
    const shown = {...layout, paper_bgcolor: "#fff", plot_bgcolor: "#fff"};
    return Plotly.toImage({data: traces, layout: shown}, {format: "svg", width: layout.width, height: layout.height});
  };
  self.redraw = () => {
    if (gd.clientWidth === 0) return;
    const {traces, layout} = described(themeNow(), gd.clientWidth);
    Plotly.react(gd, traces, layout, {
      displaylogo: false, scrollZoom: false, doubleClick: "reset+autosize",
      modeBarButtonsToRemove: [...(coarse ? ["zoom2d", "pan2d", "resetScale2d"] : []), "toImage", "lasso2d", "select2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "toggleSpikelines", "hoverClosestCartesian", "hoverCompareCartesian"],
    });
    if (!self.drawn) {
      self.drawn = true;
      if (options.ready) options.ready(self);
    }
    if (options.after) options.after(self);
  };
  gd.figure = self;
  figures.push(self);
  return self;
}

// Figures that are drawn when somebody unfolds them, so that a page of thirty maps stays readable.
function folded(title, content) {
  const draw = () => figures.filter((one) => details.contains(one.node)).forEach((one) => one.redraw());
  const details = make("details", {ontoggle: draw}, make("summary", null, title), content);
  return details;
}

const redrawAll = () => figures.forEach((one) => one.redraw());

// The first drawing goes figure by figure with pauses, so that the page answers at once.
function drawInTurn(whenDone) {
  const waiting = [...figures];
  const next = () => {
    const begun = performance.now();
    while (waiting.length > 0 && performance.now() - begun < 40) {
      const one = waiting.shift();
      if (!one.drawn) one.redraw();
      one.gd.style.minHeight = "";
    }
    if (waiting.length > 0) setTimeout(next, 0);
    else whenDone();
  };
  for (const one of figures) one.gd.style.minHeight = `${one.expectedHeight}px`;
  next();
}

function followTheWindow() {
  let timer = 0, lastWidth = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth === lastWidth) return;  // the address bar of a phone comes and goes
    lastWidth = window.innerWidth;
    clearTimeout(timer);
    timer = setTimeout(redrawAll, 150);
  });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redrawAll);
  window.matchMedia("print").addEventListener("change", redrawAll);
}
