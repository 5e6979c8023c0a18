// Maps in one frame: same axes, linked zoom and cross-hair.
function decodeMap(map) {
  if (map.values) return map;
  map.values = floatsOf(map.data);
  delete map.data;
  map.x = Array.from({length: map.nx}, (_, i) => map.origin[0] + i * map.pixel[0]);
  map.y = Array.from({length: map.ny}, (_, j) => map.origin[1] + j * map.pixel[1]);
  // Plotly wants rows of equal y; the arrays of this project run fastest along y.
  map.rows = map.y.map((_, j) => map.x.map((__, i) => {
    const value = map.values[i * map.ny + j];
    return Number.isNaN(value) ? null : value;
  }));
  if (map.logarithmic) {
    map.exact = map.rows;
    map.rows = map.rows.map((row) => row.map((v) => v > 0 ? Math.log10(v) : null));
  }
  const sorted = Float32Array.from(map.logarithmic ? map.rows.flat().filter((v) => v !== null) : map.values.filter((v) => !Number.isNaN(v))).sort();
  map.low = quantile(sorted, 0.005);
  map.high = quantile(sorted, 0.995);
  if (map.diverging) {
    const reach = Math.max(Math.abs(map.high - map.centre), Math.abs(map.low - map.centre)) || 1;
    map.low = map.centre - reach;
    map.high = map.centre + reach;
  } else if (!(map.high > map.low)) {
    map.low -= Math.abs(map.low) * 0.01 || 1;
    map.high += Math.abs(map.high) * 0.01 || 1;
  }
  return map;
}

// Value of the pixel that holds a point; NaN outside.
function valueAt(map, x, y) {
  const i = Math.round((x - map.origin[0]) / map.pixel[0]), j = Math.round((y - map.origin[1]) / map.pixel[1]);
  return i >= 0 && j >= 0 && i < map.nx && j < map.ny ? map.values[i * map.ny + j] : NaN;
}

const edges = (map, d) => {
  const n = d === 0 ? map.nx : map.ny;
  return [map.origin[d] - map.pixel[d] / 2, map.origin[d] + (n - 0.5) * map.pixel[d]];
};

function niceLength(range) {
  const wanted = range / 4, power = 10 ** Math.floor(Math.log10(wanted));
  return [5, 2, 1].map((m) => m * power).find((length) => length <= wanted * 1.0001) || power;
}

// A bar of known length in the lower left corner of what is in view.
function scaleBar(xRange, yRange, reciprocal) {
  const width = xRange[1] - xRange[0], height = yRange[1] - yRange[0];
  const length = niceLength(width), x = xRange[0] + 0.05 * width, y = yRange[0] + 0.05 * height;
  const label = reciprocal ? `${show(length)} Å⁻¹` : length >= 10 ? `${show(length / 10)} nm` : `${show(length)} Å`;
  return {
    shapes: [{type: "rect", x0: x, x1: x + length, y0: y, y1: y + 0.018 * height, fillcolor: "#fff", line: {color: "#000", width: 1}}],
    annotations: [{x: x + length / 2, y: y + 0.03 * height, text: label, showarrow: false, yanchor: "bottom", font: {color: "#fff", size: 11}, bgcolor: "rgba(0,0,0,0.55)", borderpad: 2}],
  };
}

// Height that gives a map square pixels in a box of this width.
function mapHeight(map, width, margin) {
  const [x0, x1] = edges(map, 0), [y0, y1] = edges(map, 1);
  const ideal = (width - margin.l - margin.r) * (y1 - y0) / (x1 - x0);
  return Math.max(130, Math.min(1.4 * width, ideal)) + margin.t + margin.b;
}

function mapTrace(map, theme, more) {
  return {type: "heatmap", x: map.x, y: map.y, z: map.rows, zmin: map.low, zmax: map.high,
    colorscale: map.diverging ? divergingScale : map.kind === "truth" ? "Cividis" : "Viridis",
    customdata: map.exact,
    hovertemplate: `${map.reciprocal ? "k<sub>x</sub> %{x:.3f} Å⁻¹<br>k<sub>y</sub> %{y:.3f} Å⁻¹" : "x %{x:.2f} Å<br>y %{y:.2f} Å"}<br>${map.exact ? "%{customdata:.4g}" : "%{z:.4g}"} ${plain(unitText(map.unit))}<extra></extra>`,
    colorbar: {thickness: 9, len: 1, outlinewidth: 0, xpad: 6, ypad: 0, tickfont: {size: 10, color: theme.soft},
      nticks: 5, exponentformat: "power", tickprefix: map.logarithmic ? "10<sup>" : "", ticksuffix: map.logarithmic ? "</sup>" : "",
      title: {text: plain(unitText(map.unit)), side: "right", font: {size: 11, color: theme.soft}}}, ...more};
}

function mapLayout(map, theme, width, view) {
  const margin = {l: 46, r: 76, t: 6, b: 40};
  const {x, y} = view || {x: edges(map, 0), y: edges(map, 1)};
  return {margin, uirevision: null, height: mapHeight(map, width, margin), ...scaleBar(x, y, map.reciprocal),
    xaxis: axis(theme, map.reciprocal ? "k<sub>x</sub> (Å⁻¹)" : "x (Å)", {range: x, constrain: "domain", showgrid: false, zeroline: false, nticks: 6, automargin: false}),
    yaxis: axis(theme, map.reciprocal ? "k<sub>y</sub> (Å⁻¹)" : "y (Å)", {range: y, scaleanchor: "x", constrain: "domain", showgrid: false, zeroline: false, nticks: 6, automargin: false})};
}

// A group links the maps that are added to it.
function mapGroup() {
  const members = [];
  let busy = false, view = null;  // what is in view, {x: [from, to], y: [from, to]}; null is all

  function point(x, y) {
    for (const {figure: one, map, lines} of members) {
      if (!one.drawn) continue;
      const {xaxis, yaxis} = one.gd._fullLayout;
      const px = xaxis._offset + xaxis.d2p(x), py = yaxis._offset + yaxis.d2p(y);
      const inside = px >= xaxis._offset && px <= xaxis._offset + xaxis._length && py >= yaxis._offset && py <= yaxis._offset + yaxis._length;
      lines[0].style.cssText = inside ? `display:block;left:${px}px;top:${yaxis._offset}px;width:1px;height:${yaxis._length}px` : "";
      lines[1].style.cssText = inside ? `display:block;top:${py}px;left:${xaxis._offset}px;height:1px;width:${xaxis._length}px` : "";
      const value = valueAt(map(), x, y);
      one.reading.textContent = Number.isNaN(value) ? "" : `${show(value, 4)} ${unitText(map().unit)}`.trim();
    }
  }
  function leave() {
    for (const {figure: one, lines} of members) {
      lines.forEach((line) => { line.style.cssText = ""; });
      one.reading.textContent = "";
    }
  }
  function zoomed(source, event) {
    if (busy || !Object.keys(event).some((key) => key.startsWith("xaxis") || key.startsWith("yaxis"))) return;
    busy = true;
    const {xaxis, yaxis} = source.gd._fullLayout;
    const x = [...xaxis.range], y = [...yaxis.range];
    view = {x, y};
    Promise.all(members.filter(({figure: one}) => one.drawn).map(({figure: one}) => Plotly.relayout(one.gd,
      one === source ? scaleBar(x, y, source.reciprocal) : {"xaxis.range": x, "yaxis.range": y, ...scaleBar(x, y, source.reciprocal)})))
      .finally(() => { busy = false; });
  }

  // map is a function, so that a figure whose map is chosen anew stays in its group.
  return {
    add(options, map) {
      const lines = [make("div", {class: "cross"}), make("div", {class: "cross"})];
      const one = figure({...options, ready: (self) => {
        self.gd.append(...lines);
        self.gd.on("plotly_hover", (event) => point(event.points[0].x, event.points[0].y));
        self.gd.on("plotly_unhover", leave);
        self.gd.on("plotly_relayout", (event) => zoomed(self, event));
        if (options.ready) options.ready(self);
      }, build: (theme, width) => ({traces: [mapTrace(map(), theme)], layout: mapLayout(map(), theme, width, view)})});
      one.reciprocal = Boolean(map().reciprocal);
      members.push({figure: one, map, lines});
      return one;
    },
  };
}

function mapFigure(group, map, caption) {
  decodeMap(map);
  const binned = map.binned > 1 ? ` Shown as means of ${map.binned} × ${map.binned} pixels.` : "";
  return group.add({
    title: readable(map.name), class: "clamped", caption: (caption === undefined ? sentence(map.description) : caption) + binned, file: map.name.replace("@", "_at_"),
  }, () => map);
}

function sentence(text) {
  const trimmed = (text || "").trim();
  if (!trimmed) return "";
  const begun = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(begun) ? begun : begun + ".";
}

function galleryOf(group, maps) {
  return make("div", {class: "grid three"}, maps.map((map) => mapFigure(group, map).node));
}
