// How the glass was made, and its structure.
function thermoSection(thermo) {
  if (!thermo) return null;
  const quantities = [["temperature_K", "Temperature", "K"], ["energy_eV_per_atom", "Potential energy", "eV/atom"],
    ["volume_A3_per_atom", "Volume", "Å³/atom"], ["pressure_GPa", "Pressure", "GPa"]]
    .filter(([key]) => thermo[key] && thermo[key].length > 0);
  let against = "time";
  const chosen = () => quantities.filter(([key]) => against === "time" || key !== "temperature_K");

  const chart = figure({
    file: "thermodynamics", build: (theme, width) => {
      const shown = chosen(), gap = 0.05, layout = {height: 60 + 150 * shown.length, margin: {l: 66, r: 16, t: 26, b: 44}};
      const byTime = against === "time";
      const xs = byTime ? thermo.time_ps : thermo.temperature_K;
      const traces = shown.map(([key, name, unit], i) => {
        const top = 1 - i * (1 + gap) / shown.length, bottom = top - (1 - gap * (shown.length - 1)) / shown.length;
        const suffix = i === 0 ? "" : String(i + 1);
        layout[`yaxis${suffix}`] = axis(theme, `${name}<br>(${unit})`, {domain: [Math.max(0, bottom), Math.min(1, top)], nticks: 5});
        return {type: "scatter", mode: byTime ? "lines" : "markers", x: xs, y: thermo[key], yaxis: `y${suffix}`, name,
          line: {color: theme.series[i % 6], width: 1.6}, marker: {color: theme.series[(i + 1) % 6], size: 3},
          hovertemplate: `%{x:.4~g} ${byTime ? "ps" : "K"}: %{y:.6~g} ${unit}<extra>${name}</extra>`};
      });
      layout.xaxis = axis(theme, byTime ? "time (ps)" : "temperature (K)", {anchor: shown.length > 1 ? `y${shown.length}` : "y", ...(byTime ? {range: [xs[0], xs[xs.length - 1]]} : {})});
      if (byTime) stageLines(thermo.stages, theme, layout, xs[0], xs[xs.length - 1], width);
      return {traces, layout};
    },
    caption: "Instantaneous values along the run that made the glass. Against temperature, the bend of volume and energy marks the glass transition of this cooling rate.",
  });
  const controls = thermo.temperature_K.length > 0 && quantities.length > 1
    ? make("div", {class: "controls"}, make("label", null, "against",
      pressButtons("horizontal axis", [["time", "time"], ["temperature", "temperature"]], (key) => { against = key; chart.redraw(); })))
    : null;
  return section("making", "Making the glass", null, controls, chart.node);
}

// Dotted lines where a stage begins, with its name where there is room for it.
function stageLines(stages, theme, layout, begin, end, width) {
  const parts = (stages || []).filter((stage) => known(stage.start_ps));
  const pixels = (from, to) => (to - from) / (end - begin) * (width - 82);
  const room = (i) => pixels(parts[i].start_ps, i + 1 < parts.length ? parts[i + 1].start_ps : end);
  const wanted = (i) => 7 * parts[i].name.length + 6;
  layout.shapes = parts.slice(1).map((stage) => ({type: "line", xref: "x", yref: "paper", x0: stage.start_ps, x1: stage.start_ps, y0: 0, y1: 1, line: {color: theme.soft, width: 1, dash: "dot"}}));
  layout.annotations = parts.flatMap((stage, i) => {
    const last = i === parts.length - 1, fits = room(i) >= wanted(i);
    // The last name may end at the right edge when it is too long to begin at its line.
    const leftward = last && !fits && i > 0 && room(i - 1) > wanted(i - 1) + wanted(i) - room(i);
    return fits || leftward ? [{xref: "x", yref: "paper", x: leftward ? end : stage.start_ps, y: 1, yanchor: "bottom", xanchor: leftward ? "right" : "left", text: plain(stage.name), showarrow: false, font: {size: 11, color: theme.soft}}] : [];
  });
}

function motifsFigure(motifs, convention, errors) {
  const species = [...new Set(motifs.map((m) => m.species))];
  const largest = new Map();
  for (const m of motifs) largest.set(m.motif, Math.max(largest.get(m.motif) || 0, m.percent));
  const order = [...largest.keys()].sort((a, b) => largest.get(b) - largest.get(a)).slice(0, 14);
  return figure({
    title: "Voronoi motifs", file: "motifs", height: 360,
    caption: `${convention ? `Convention: ${convention}. ` : ""}Bars are one standard error${errors ? ` (${errors})` : ""}. The ${order.length === largest.size ? "" : `${order.length} most frequent of ${largest.size} `}motifs ⟨n₃,n₄,n₅,n₆⟩ by centre species.`,
    build: (theme) => ({
      traces: species.map((name, i) => {
        const rows = order.map((motif) => motifs.find((m) => m.species === name && m.motif === motif));
        return {type: "bar", name: plain(name), x: order.map(motifText), y: rows.map((m) => m ? m.percent : null),
          error_y: {type: "data", array: rows.map((m) => m && known(m.error) ? m.error : 0), color: theme.soft, thickness: 1.2, width: 2},
          marker: {color: theme.series[i % 6]}, hovertemplate: "%{x}: %{y:.2f} %<extra>%{fullData.name}-centred</extra>"};
      }),
      layout: {showlegend: true, barmode: "group", bargap: 0.25, xaxis: axis(theme, "", {tickangle: -45, type: "category"}), yaxis: axis(theme, "% of the species", {rangemode: "tozero"}), margin: {l: 50, r: 14, t: 34, b: 90}},
    }),
  });
}

function spreadTable(rows) {
  return table({
    rows, sortable: true, limit: 40,
    caption: "The same atoms under other conventions of the tessellation: a motif frequency means nothing without its convention. Where few cells obey Σ(6−i)nᵢ = 12, the indices are not those of simple polyhedra. Errors are one standard error" + (data.motifErrors ? `: ${data.motifErrors}.` : "."),
    columns: [
      {title: "convention", value: (r) => r.convention},
      {title: "counted", value: (r) => motifText(`${r.species} ${r.motif}`)},
      {title: "frequency (%)", number: true, largeFirst: true, value: (r) => r.percent, text: (r) => withError(r.percent, r.error)},
      {title: "mean faces", number: true, value: (r) => r.coordination, text: (r) => fixed(r.coordination, 2)},
      {title: "valid cells (%)", number: true, value: (r) => r.valid, text: (r) => withError(r.valid, r.validError)},
    ].filter((column) => !column.number || rows.some((r) => known(column.value(r)))),
    row: (line, r) => { if (r.used) { line.classList.add("used"); line.firstChild.append(make("span", {class: "tag"}, "used here")); } },
  });
}

function numbersTable(rows, caption) {
  return table({
    rows, caption, compact: true,
    columns: [
      {title: "quantity", value: (r) => motifText(r.name)},
      {title: "value", number: true, value: (r) => r.value, text: (r) => `${withError(r.value, r.error, 4)} ${unitText(r.unit)}`.trim()},
      {title: "", value: (r) => r.note},
    ],
  });
}

function histogramFigure(histogram) {
  return figure({
    title: withUnit(readable(histogram.descriptor), histogram.unit), file: `histogram_${histogram.descriptor}`, height: 230, caption: sentence(histogram.description),
    build: (theme) => ({
      traces: histogram.series.map((series, i) => {
        const total = series.counts.reduce((a, b) => a + b, 0) || 1;
        const share = series.counts.map((count) => 100 * count / total);
        return {type: "scatter", mode: "lines", x: histogram.edges, y: [...share, share[share.length - 1]], name: plain(series.species),
          line: {shape: "hv", color: theme.series[i % 6], width: 1.5}, fill: "tozeroy", fillcolor: theme.series[i % 6] + "22",
          hovertemplate: "%{x:.4~g}: %{y:.2f} %<extra>%{fullData.name}</extra>"};
      }),
      layout: {showlegend: histogram.series.length > 1, margin: {l: 42, r: 10, t: 26, b: 24}, xaxis: axis(theme, "", {nticks: 6}), yaxis: axis(theme, "% of atoms", {nticks: 5, rangemode: "tozero"})},
    }),
  });
}

function structureSection() {
  if (!data.pairs && !data.motifs && !data.histograms && !data.chemicalOrder && !data.conventionSpread) {
    return section("structure", "Structure", null, missing("No descriptors in this run.", "glasscope voronoi"));
  }
  const first = [...(data.pairs || []).map((pairs) => curvesFigure(pairs).node), ...(data.motifs ? [motifsFigure(data.motifs, data.motifConvention, data.motifErrors).node] : [])];
  const top = make("div", {class: first.length > 2 ? "grid three fit" : "grid two"}, first);
  return section("structure", "Structure", "What is true of the atoms, before any microscope.", top,
    data.conventionSpread ? [make("h3", null, "How much the convention decides"), spreadTable(data.conventionSpread)] : null,
    data.atoms ? [make("h3", null, "Slices through the sample"), slicesFigure(data.atoms)] : null,
    data.curves ? [make("h3", null, "Structure factor and correlation"), make("div", {class: "grid two"}, data.curves.map((one) => curvesFigure(one).node))] : null,
    data.chemicalOrder ? [make("h3", null, "Chemical order"), numbersTable(data.chemicalOrder)] : null,
    data.order ? [make("h3", null, "Order beyond the first shell"), numbersTable(data.order)] : null,
    (data.series || []).map((series) => [make("h3", null, series.title), seriesFigure(series)]),
    data.descriptorMatrix ? [make("h3", null, "How descriptors go together"), matrixFigure(data.descriptorMatrix).node] : null,
    data.histograms ? [make("h3", null, "Distributions of the descriptors"), make("div", {class: "grid three"}, data.histograms.filter((h) => h.edges.length > 1).map((h) => histogramFigure(h).node))] : null);
}
