// All maps beside each other, then one descriptor against one signal.
const kMostPoints = 2500;
const pairOf = {descriptor: null, signal: null, listeners: []};

function choosePair(descriptor, signal) {
  const find = (name) => (data.maps || []).find((map) => map.name === name);
  const truth = find(descriptor), image = find(signal);
  if (truth) pairOf.descriptor = truth;
  if (image) pairOf.signal = image;
  pairOf.listeners.forEach((listener) => listener());
}

// Values of two maps at the pixels of the coarser one.
function pairedValues(truth, image) {
  const coarser = truth.pixel[0] * truth.pixel[1] >= image.pixel[0] * image.pixel[1] ? truth : image;
  const points = [];
  for (let i = 0; i < coarser.nx; ++i) {
    for (let j = 0; j < coarser.ny; ++j) {
      const a = valueAt(truth, coarser.x[i], coarser.y[j]), b = valueAt(image, coarser.x[i], coarser.y[j]);
      if (Number.isFinite(a) && Number.isFinite(b)) points.push([a, b]);
    }
  }
  return points;
}

function lineThrough(points) {
  const n = points.length, mx = points.reduce((s, p) => s + p[0], 0) / n, my = points.reduce((s, p) => s + p[1], 0) / n;
  let xx = 0, xy = 0;
  for (const [x, y] of points) { xx += (x - mx) ** 2; xy += (x - mx) * (y - my); }
  const slope = xy / xx;
  return (x) => my + slope * (x - mx);
}

function scatterOf(theme) {
  const {descriptor, signal} = pairOf;
  const all = pairedValues(descriptor, signal);
  const step = Math.max(1, Math.ceil(all.length / kMostPoints));
  const shown = all.filter((_, i) => i % step === 0);
  const line = lineThrough(all);
  const xs = shown.map((p) => p[0]);
  const ends = [xs.reduce((a, b) => Math.min(a, b), Infinity), xs.reduce((a, b) => Math.max(a, b), -Infinity)];
  return {
    traces: [
      {type: "scatter", mode: "markers", x: xs, y: shown.map((p) => p[1]), marker: {size: 4, color: theme.series[0], opacity: 0.35}, hovertemplate: "%{x:.4~g}, %{y:.4~g}<extra></extra>"},
      {type: "scatter", mode: "lines", x: ends, y: ends.map(line), line: {color: theme.series[1], width: 2}, hoverinfo: "skip"}],
    layout: {margin: {l: 60, r: 10, t: 8, b: 44}, xaxis: axis(theme, plain(withUnit(readable(descriptor.name), descriptor.unit)), {nticks: 6}),
      yaxis: axis(theme, plain(withUnit(readable(signal.name), signal.unit)), {nticks: 6, exponentformat: "power"})},
  };
}

function pairSentence() {
  const row = ((data.associations || {}).rows || []).find((r) => r.descriptor === pairOf.descriptor.name && r.signal === pairOf.signal.name);
  if (!row) return "This pair is not in the table of associations.";
  const verdict = known(row.q) ? row.q < data.associations.qThreshold ? "significant" : "not significant" : "not tested";
  return `r = ${signed(row.r)}, Spearman ${signed(row.spearman)}; ${show(known(row.neff) ? Math.round(row.neff) : NaN)} effective of ${show(row.n)} samples; q = ${probability(row.q)}: ${verdict}.`;
}

// The map of a descriptor on the grid on which it was compared with a signal.
function variantFor(truths, base, signal) {
  const variants = truths.filter((map) => baseOf(map.name) === base);
  const rows = (data.associations || {}).rows || [];
  return variants.find((map) => rows.some((r) => r.descriptor === map.name && r.signal === signal)) || variants[0];
}

// Begins with the pair that says most: the strongest significant one, else the strongest.
function firstPair(signals, truths) {
  const rows = ((data.associations || {}).rows || []).filter((r) => known(r.r) && signals.some((m) => m.name === r.signal) && truths.some((m) => m.name === r.descriptor));
  const passing = rows.filter((r) => known(r.q) && r.q < data.associations.qThreshold);
  const best = (passing.length > 0 ? passing : rows).reduce((a, b) => !a || Math.abs(b.r) > Math.abs(a.r) ? b : a, null);
  pairOf.signal = best ? signals.find((m) => m.name === best.signal) : signals[0];
  pairOf.descriptor = best ? truths.find((m) => m.name === best.descriptor) : truths[0];
}

function pairDetail(group, signals, truths) {
  firstPair(signals, truths);
  const choice = (title, names, current, pick) => {
    const select = make("select", {"aria-label": title, onchange: () => { pick(names[select.selectedIndex]); pairOf.listeners.forEach((f) => f()); }},
      names.map((name) => make("option", null, readable(name))));
    const follow = () => { select.selectedIndex = names.indexOf(current()); };
    pairOf.listeners.push(follow);
    follow();
    return make("label", null, title, select);
  };
  const descriptors = [...new Set(truths.map((map) => baseOf(map.name)))];
  const pickDescriptor = (base) => { pairOf.descriptor = variantFor(truths, base, pairOf.signal.name); };
  const pickSignal = (name) => {
    pairOf.signal = signals.find((map) => map.name === name);
    pickDescriptor(baseOf(pairOf.descriptor.name));
  };
  const side = (key) => group.add({title: " ", file: "map", after: (self) => { self.node.querySelector("b").textContent = readable(pairOf[key].name); }}, () => decodeMap(pairOf[key]));
  const scatter = figure({title: "Pixel against pixel", file: "scatter", build: (theme, width) => {
    const drawn = scatterOf(theme);
    drawn.layout.height = mapLayout(pairOf.signal, theme, width).height;
    return drawn;
  }});
  const text = make("p", {class: "finding"});
  const drawn = [side("descriptor"), side("signal"), scatter];
  pairOf.listeners.push(() => { text.textContent = pairSentence(); drawn.forEach((one) => one.redraw()); });
  text.textContent = pairSentence();
  return [make("h3", {id: "pair"}, "One pair in detail"),
    make("div", {class: "controls"}, choice("descriptor", descriptors, () => baseOf(pairOf.descriptor.name), pickDescriptor), choice("signal", signals.map((map) => map.name), () => pairOf.signal.name, pickSignal)), text,
    make("div", {class: "grid three fit"}, drawn.map((one) => one.node)),
    make("p", {class: "intro"}, `The points are pixels, at most ${show(kMostPoints)} of them drawn, and neighbours are not independent: read the number of effective samples, not the number of points. The line is the least-squares fit.`)];
}

const readableInside = (name) => initials[name] || name.replace(/_/g, " ");

function mapsSection() {
  if (!data.maps) return section("maps", "Maps", null, missing("No maps in this run.", "glasscope compare"));
  const signals = data.maps.filter((map) => map.kind === "signal"), truths = data.maps.filter((map) => map.kind === "truth");
  const group = mapGroup();
  return section("maps", "Signals and truth, in one frame",
    "Signals (viridis) are what the microscope records; truth maps (cividis, or blue to vermilion about a centre) are descriptors of the atoms, projected along the beam. Zoom into one and all follow; point at a place and every map gives its value there. Colours span the 0.5 to 99.5 percentiles.",
    signals.length > 0 ? [make("h3", null, "Signals"), galleryOf(group, signals)] : null,
    [...new Set(truths.map((map) => gridOf(map.name)))].map((grid) => folded(grid ? `Truth, at the resolution of ${readableInside(grid)}` : "Truth",
      galleryOf(group, truths.filter((map) => gridOf(map.name) === grid)))),
    signals.length > 0 && truths.length > 0 ? pairDetail(group, signals, truths) : null);
}
