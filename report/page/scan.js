// The 4-D scan: a position on the left, its diffraction pattern on the right.
function scanSection() {
  const scan = data.scan;
  if (!scan) return section("scan", "Nanodiffraction", null, missing("No diffraction patterns in this run.", "glasscope multislice"));
  const levels = scan.levels, mean = floatsOf(scan.mean), pixels = scan.qx * scan.qy;
  delete scan.levels;
  const q = (n) => Array.from({length: n}, (_, i) => (i - Math.floor(n / 2)) * scan.qStep);
  const qx = q(scan.qx), qy = q(scan.qy);
  const valueOf = Float64Array.from({length: 256}, (_, k) => k === 0 ? 0 : 10 ** (scan.logMin + (scan.logMax - scan.logMin) * (k - 1) / 254));
  const state = {x: Math.floor(scan.rx / 2), y: Math.floor(scan.ry / 2), log: true, image: 0};
  const images = (scan.images || []).map((image) => decodeMap(Object.assign(image, {kind: "signal"})));
  const semiangle_invA = known(scan.semiangle) && known(scan.wavelength) ? scan.semiangle * 1e-3 / scan.wavelength : NaN;

  const pattern = (x, y) => {
    const start = (x * scan.ry + y) * pixels;
    return Float64Array.from({length: pixels}, (_, i) => valueOf[levels[start + i]]);
  };
  // Linear colours end at the brightest pixel outside the direct beam, which would hide the rest.
  const brightOutside = (values) => {
    let most = 0;
    for (let i = 0; i < scan.qx; ++i) for (let j = 0; j < scan.qy; ++j) {
      if (Math.hypot(qx[i], qy[j]) > (known(semiangle_invA) ? 1.3 * semiangle_invA : 2 * scan.qStep)) most = Math.max(most, values[i * scan.qy + j]);
    }
    return most || valueOf[255];
  };
  const rowsOf = (values) => qy.map((_, j) => qx.map((__, i) => {
    const value = values[i * scan.qy + j];
    return state.log ? Math.log10(Math.max(value, valueOf[1])) : value;
  }));
  const exact = (values) => qy.map((_, j) => qx.map((__, i) => values[i * scan.qy + j]));

  const patternFigure = (title, values, caption) => figure({
    title, file: "diffraction_pattern", caption,
    build: (theme, width) => {
      const now = values(), margin = {l: 50, r: 76, t: 6, b: 42};
      const reach = Math.max(-qx[0], -qy[0]) + scan.qStep / 2;
      const top = state.log ? scan.logMax : brightOutside(mean) * 1.6;
      return {
        traces: [{type: "heatmap", x: qx, y: qy, z: rowsOf(now), customdata: exact(now), zmin: state.log ? scan.logMin : 0, zmax: top, colorscale: "Viridis",
          hovertemplate: "qx %{x:.3f} Å⁻¹<br>qy %{y:.3f} Å⁻¹<br>%{customdata:.3g}<extra></extra>",
          colorbar: {thickness: 9, outlinewidth: 0, xpad: 6, nticks: 6, tickfont: {size: 10, color: theme.soft}, exponentformat: "power", tickprefix: state.log ? "10<sup>" : "", ticksuffix: state.log ? "</sup>" : ""}}],
        layout: {margin, height: width - margin.l - margin.r + margin.t + margin.b, uirevision: "keep", ...rings(reach),
          xaxis: axis(theme, "q<sub>x</sub> (Å⁻¹)", {range: [-reach, reach], constrain: "domain", showgrid: false, zeroline: false, nticks: 6, automargin: false}),
          yaxis: axis(theme, "q<sub>y</sub> (Å⁻¹)", {range: [-reach, reach], scaleanchor: "x", constrain: "domain", showgrid: false, zeroline: false, nticks: 6, automargin: false})},
      };
    },
  });
  // Circles of equal scattering angle, and the edge of the direct beam.
  const rings = (reach) => {
    if (!known(scan.wavelength)) return {};
    const largest_mrad = reach * scan.wavelength * 1e3;
    const step = [1, 2, 5, 10, 20, 50, 100].find((s) => largest_mrad / s <= 4.5) || 200;
    const circle = (radius, line) => ({type: "circle", x0: -radius, x1: radius, y0: -radius, y1: radius, line});
    const shapes = [], annotations = [];
    for (let angle = step; angle < largest_mrad; angle += step) {
      const radius = angle * 1e-3 / scan.wavelength;
      shapes.push(circle(radius, {color: "rgba(255,255,255,0.45)", width: 1, dash: "dot"}));
      annotations.push({x: radius * Math.SQRT1_2, y: radius * Math.SQRT1_2, text: `${angle} mrad`, showarrow: false, font: {size: 10, color: "#fff"}, bgcolor: "rgba(0,0,0,0.45)", borderpad: 1});
    }
    if (known(semiangle_invA)) shapes.push(circle(semiangle_invA, {color: "#fff", width: 1.2}));
    return {shapes, annotations};
  };
  const azimuthal = (values) => {
    const bins = Math.ceil(Math.min(scan.qx, scan.qy) / 2), sum = new Float64Array(bins), count = new Float64Array(bins);
    for (let i = 0; i < scan.qx; ++i) for (let j = 0; j < scan.qy; ++j) {
      const bin = Math.round(Math.hypot(qx[i], qy[j]) / scan.qStep);
      if (bin < bins) { sum[bin] += values[i * scan.qy + j]; count[bin] += 1; }
    }
    return Array.from(sum, (s, b) => s > 0 ? s / count[b] : null);
  };

  const here = make("output", {class: "reading", "aria-live": "polite"});
  const single = patternFigure("Pattern at this position", () => pattern(state.x, state.y));
  const average = patternFigure("Mean of all positions", () => mean);
  const profile = figure({
    title: "Azimuthal mean", file: "azimuthal_mean", height: 330,
    build: (theme) => {
      const angles = known(scan.wavelength);
      const line = (values, name, color, width) => {
        const y = azimuthal(values);
        return {type: "scatter", mode: "lines", name, x: y.map((_, b) => b * scan.qStep), y, line: {color, width}, customdata: y.map((_, b) => b * scan.qStep * scan.wavelength * 1e3),
          hovertemplate: `%{x:.3f} Å⁻¹${angles ? ", %{customdata:.1f} mrad" : ""}: %{y:.3g}<extra>${name}</extra>`};
      };
      return {traces: [line(mean, "mean", theme.soft, 1.5), line(pattern(state.x, state.y), "this position", theme.series[0], 2)],
        layout: {showlegend: true, margin: {l: 60, r: 12, t: 34, b: 44}, xaxis: axis(theme, "q (Å⁻¹)"), yaxis: axis(theme, `fraction per pixel`, {type: "log", exponentformat: "power", nticks: 6})}};
    },
  });
  const place = (d, i) => scan.rOrigin[d] + i * scan.rStep[d];
  const indexOf = (d, at) => Math.max(0, Math.min((d === 0 ? scan.rx : scan.ry) - 1, Math.round((at - scan.rOrigin[d]) / scan.rStep[d])));
  const imageFigure = images.length === 0 ? null : figure({
    title: "Where", file: "virtual_image", caption: "Click a position, or use the arrow keys.",
    build: (theme, width) => {
      const map = images[state.image];
      return {traces: [mapTrace(map, theme), {type: "scatter", mode: "markers", x: [place(0, state.x)], y: [place(1, state.y)], hoverinfo: "skip",
        marker: {symbol: "circle-open", size: 15, color: "#fff", line: {width: 3, color: "#fff"}}}, {type: "scatter", mode: "markers", x: [place(0, state.x)], y: [place(1, state.y)], hoverinfo: "skip",
        marker: {symbol: "circle-open", size: 19, line: {width: 1.5, color: "#000"}}}], layout: mapLayout(map, theme, width)};
    },
    ready: (self) => self.gd.on("plotly_click", (event) => go(indexOf(0, event.points[0].x), indexOf(1, event.points[0].y))),
    after: (self) => { self.node.querySelector("b").textContent = readable(images[state.image].name); },
  });

  function go(x, y, quiet) {
    state.x = Math.max(0, Math.min(scan.rx - 1, x));
    state.y = Math.max(0, Math.min(scan.ry - 1, y));
    here.textContent = `position (${state.x}, ${state.y}) of ${scan.rx} × ${scan.ry}: x = ${fixed(place(0, state.x), 1)} Å, y = ${fixed(place(1, state.y), 1)} Å`;
    if (quiet) return;
    [imageFigure, single, profile].forEach((one) => one && one.redraw());
    try { history.replaceState(null, "", `#pattern=${state.x},${state.y}`); } catch (error) { /* some viewers forbid it */ }
  }
  const steps = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]};
  const box = make("div", {tabindex: "0", "aria-label": "Scan positions; the arrow keys move", onkeydown: (event) => {
    const step = steps[event.key];
    if (!step || event.target.tagName === "SELECT") return;
    event.preventDefault();
    go(state.x + step[0], state.y + step[1]);
  }}, make("div", {class: "grid three fit"}, [imageFigure, single, average].filter(Boolean).map((one) => one.node)), profile.node);
  const arrow = (key, sign) => make("button", {type: "button", "aria-label": key.replace("Arrow", "one position "), onclick: () => go(state.x + steps[key][0], state.y + steps[key][1])}, sign);
  const controls = make("div", {class: "controls"},
    images.length > 1 ? make("label", null, "image", make("select", {"aria-label": "virtual image", onchange: (event) => { state.image = event.target.selectedIndex; imageFigure.redraw(); }}, images.map((image) => make("option", null, readable(image.name))))) : null,
    make("label", null, "intensity", pressButtons("intensity", [["log", "logarithmic"], ["linear", "linear"]], (key) => { state.log = key === "log"; single.redraw(); average.redraw(); })),
    make("span", {class: "buttons", role: "group", "aria-label": "move"}, arrow("ArrowLeft", "←"), arrow("ArrowRight", "→"), arrow("ArrowUp", "↑"), arrow("ArrowDown", "↓")), here);

  const fromHash = () => {
    const match = /^#pattern=(\d+),(\d+)$/.exec(location.hash);
    if (!match) return false;
    go(Number(match[1]), Number(match[2]), !single.drawn);
    return true;
  };
  window.addEventListener("hashchange", fromHash);
  if (!fromHash()) go(state.x, state.y, true);
  const note = `${sentence(scan.treatment)} On the linear scale the direct beam saturates. ${known(semiangle_invA) ? `The solid circle is the probe’s semiangle, ${show(scan.semiangle)} mrad. ` : ""}${scan.source ? `The full data are in ${scan.source}.` : ""}`;
  return section("scan", "Nanodiffraction, position by position", null, controls, box, make("p", {class: "intro"}, note));
}
