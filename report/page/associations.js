// Which descriptor shows in which signal, and how sure that is.
function countText(rows, key, limit) {
  return rows.filter((row) => known(row[key]) && row[key] < limit).length;
}

function explanation(table) {
  const rows = table.rows, n = rows.length;
  return [
    make("p", null, `Maps are smooth: a pixel knows its neighbours, because the probe is wider than a pixel and because structure has a length of its own. The ordinary p‑value counts every pixel as a fresh observation and so finds “significance” between maps that have nothing to do with each other. In this table it would call ${countText(rows, "pNaive", 0.05)} of ${n} pairs significant at 5 %. It is printed, struck through, only as a warning.`),
    make("p", null, `Three numbers replace it. The effective sample size counts how many independent samples the two autocorrelated maps amount to. The surrogate p asks how often maps with the same autocorrelation but no relation do as well${table.surrogates ? ` (${table.surrogates})` : ""}: ${countText(rows, "pSurrogate", 0.05)} of ${n} pairs pass at 5 %. Dutilleul’s modified t test uses the effective sample size: ${countText(rows, "pDutilleul", 0.05)} pass. Since ${n} pairs were looked at, q controls the expected share of false discoveries over the whole table: ${countText(rows, "q", table.qThreshold)} ${countText(rows, "q", table.qThreshold) === 1 ? "remains" : "remain"} at q < ${table.qThreshold}.`),
    ...overSamples(rows),
  ];
}

// How many independent samples the claims are of, where they are of more than one.
const samplesOf = (rows) => Math.max(1, ...rows.map((row) => known(row.pSamples) ? row.samples : 1));

function overSamples(rows) {
  const most = samplesOf(rows);
  if (most < 2) return [];
  return [make("p", null, `Effects, intervals and what is claimed are over ${most} independent samples, and not of the one whose maps are shown: p over samples is Student’s t of the correlation without slopes, thickness and composition (${countText(rows, "pSamples", 0.05)} of ${rows.length} pairs pass at 5 %), and q is of it. r, the surrogate p and Dutilleul’s are of the first sample.`)];
}

function heatOfR(table) {
  const descriptors = [...new Set(table.rows.map((r) => baseOf(r.descriptor)))], signals = [...new Set(table.rows.map((r) => r.signal))];
  const at = (d, s) => table.rows.find((r) => baseOf(r.descriptor) === d && r.signal === s);
  const values = descriptors.map((d) => signals.map((s) => { const row = at(d, s); return row && known(row.r) ? row.r : null; }));
  const tilted = (width) => signals.length * 110 > width - 220;
  const one = figure({
    title: "Pearson r of every pair", file: "associations", caption: `A star marks q < ${table.qThreshold}. Click a cell to see the pair.`,
    build: (theme, width) => ({
      traces: [{type: "heatmap", x: signals.map((s) => plain(readable(s))), y: descriptors.map((d) => plain(readable(d))), z: values, zmin: -1, zmax: 1, colorscale: divergingScale, xgap: 2, ygap: 2,
        hovertemplate: "%{y}<br>%{x}<br>r = %{z:.3f}<extra></extra>",
        colorbar: {thickness: 9, outlinewidth: 0, tickfont: {size: 10, color: theme.soft}, title: {text: "r", font: {size: 11}}}}],
      layout: {height: 70 + 32 * descriptors.length + (tilted(width) ? 40 : 0), margin: {l: 60, r: 60, t: 10, b: 40},
        xaxis: axis(theme, "", {type: "category", showgrid: false, tickangle: tilted(width) ? -35 : 0}),
        yaxis: axis(theme, "", {type: "category", showgrid: false, autorange: "reversed"}),
        annotations: table.rows.filter((r) => known(r.r)).map((r) => ({x: plain(readable(r.signal)), y: plain(readable(r.descriptor)), showarrow: false,
          text: signed(r.r) + (known(r.q) && r.q < table.qThreshold ? " ★" : ""), font: {size: 11, color: Math.abs(r.r) > 0.62 ? "#fff" : "#1d2327"}}))},
    }),
    ready: (self) => self.gd.on("plotly_click", (event) => {
      const [row, column] = event.points[0].pointIndex || event.points[0].pointNumber;
      const chosen = at(descriptors[row], signals[column]);
      if (!chosen) return;
      choosePair(chosen.descriptor, chosen.signal);
      scrollToPair();
    }),
  });
  return one.node;
}

function scrollToPair() {
  const place = document.getElementById("pair");
  if (place) place.scrollIntoView({behavior: "smooth", block: "start"});
}

function associationsSection() {
  const found = data.associations;
  if (!found || found.rows.length === 0) return section("associations", "Associations", null, missing("No associations in this run.", "glasscope compare"));
  const lines = [];
  const column = (title, key, text, more) => ({title, number: true, value: (r) => r[key], text: (r) => text(r[key]), ...more});
  const list = table({
    rows: [...found.rows].sort((a, b) => Math.abs(b.r) - Math.abs(a.r)), sortable: true, sortFirst: 9, limit: 25,
    caption: `Click a heading to sort, a row to see the pair. Bar at the left: q < ${found.qThreshold}.`,
    columns: [
      {title: "descriptor", value: (r) => readable(r.descriptor)}, {title: "signal", value: (r) => readable(r.signal)},
      column("r", "r", signed, {largeFirst: true}), column("Spearman", "spearman", signed, {largeFirst: true}),
      column("samples", "n", (n) => show(n)), column("effective", "neff", (n) => known(n) ? show(Math.round(n)) : "–"),
      column("p naive", "pNaive", probability, {class: "worthless"}), column("p surrogate", "pSurrogate", probability),
      column("p Dutilleul", "pDutilleul", probability), column("q", "q", probability),
      ...(samplesOf(found.rows) > 1 ? [column("p over samples", "pSamples", probability, {help: "Student's t of the partial correlation over independent samples"})] : []),
      ...(found.rows.some((r) => known(r.auc)) ? [column("AUC", "auc", (v) => fixed(v, 2), {largeFirst: true, help: "Area under the ROC curve of finding the descriptor's top by the signal: 0.5 is chance"})] : []),
    ],
    row: (line, r) => {
      if (known(r.q) && r.q < found.qThreshold) line.classList.add("significant");
      if (r.control) line.classList.add("control");
      pickable(line, () => { choosePair(r.descriptor, r.signal); scrollToPair(); });
      lines.push([line, r]);
    },
  });
  pairOf.listeners.push(() => lines.forEach(([line, r]) => line.classList.toggle("picked",
    Boolean(pairOf.descriptor && pairOf.signal) && r.descriptor === pairOf.descriptor.name && r.signal === pairOf.signal.name)));
  return section("associations", "What the signals know of the structure", null, heatOfR(found), make("h3", null, "Why the naive p‑value is worthless here"), explanation(found), list);
}
