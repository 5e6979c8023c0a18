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

// figure({title, caption, height, build(theme, width) -> {traces, layout}}) -> {node, gd, redraw}
function figure(options) {
  const gd = make("div", {class: "chart"});
  const reading = make("span", {class: "reading"});
  const node = make("figure", {class: options.class || null},
    options.title ? make("header", null, make("b", null, options.title, options.tag ? make("span", {class: "tag"}, options.tag) : null), reading) : null,
    gd, options.caption ? make("figcaption", {title: options.class === "clamped" ? options.caption : null}, options.caption) : null);
  const self = {node, gd, reading, drawn: false, expectedHeight: options.height || 300};
  self.redraw = () => {
    const theme = themeNow();
    const width = gd.clientWidth;
    if (width === 0) return;
    const {traces, layout} = options.build(theme, width);
    const height = layout.height || options.height || 300;
    Plotly.react(gd, traces, {...baseLayout(theme), ...layout, width, height}, {
      displaylogo: false, scrollZoom: false, doubleClick: "reset+autosize",
      modeBarButtonsToRemove: [...(coarse ? ["zoom2d", "pan2d", "resetScale2d"] : []), "lasso2d", "select2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "toggleSpikelines", "hoverClosestCartesian", "hoverCompareCartesian"],
      toImageButtonOptions: {format: "svg", filename: options.file || "glasscope_figure", width: null, height: null},
    });
    if (!self.drawn) {
      self.drawn = true;
      if (options.ready) options.ready(self);
    }
    if (options.after) options.after(self);
  };
  figures.push(self);
  return self;
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
