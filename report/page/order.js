// Series over frames, and how descriptors go together.
// One quantity at a time against the frame, with its mean and standard error behind it.
function seriesFigure(series) {
  let chosen = Math.max(0, series.quantities.findIndex((q) => q.name.startsWith("icosahedra")));
  const single = series.x.length < 2;
  const chart = figure({
    title: "", file: "series", height: 300, caption: sentence(series.caption),
    build: (theme) => {
      const q = series.quantities[chosen];
      const band = known(q.mean) && known(q.error) && !single ? [{
        type: "scatter", mode: "lines", hoverinfo: "skip", x: [...series.x, ...[...series.x].reverse()], name: "mean ± standard error",
        y: [...series.x.map(() => q.mean + q.error), ...series.x.map(() => q.mean - q.error)], fill: "toself", fillcolor: theme.series[0] + "22", line: {width: 0}}] : [];
      return {
        traces: [...band, {type: "scatter", mode: "lines+markers", x: series.x, y: q.values, name: plain(readable(q.name)), line: {color: theme.series[0], width: 1.6}, marker: {size: 5, color: theme.series[0]},
          hovertemplate: `%{x:.6~g}: %{y:.5~g} ${plain(unitText(q.unit))}<extra></extra>`}],
        layout: {showlegend: band.length > 0, xaxis: axis(theme, series.xTitle), yaxis: axis(theme, plain(withUnit(readable(q.name), q.unit))), margin: {l: 60, r: 14, t: 34, b: 44}},
      };
    },
  });
  const reading = make("span", {class: "reading"});
  const tell = () => { const q = series.quantities[chosen]; reading.textContent = known(q.mean) ? `mean ${withError(q.mean, q.error, 4)} ${unitText(q.unit)}` : ""; };
  const select = make("select", {"aria-label": "quantity", onchange: () => { chosen = select.selectedIndex; tell(); chart.redraw(); }},
    series.quantities.map((q) => make("option", null, motifText(readable(q.name)))));
  select.selectedIndex = chosen;
  tell();
  return make("div", null, make("div", {class: "controls"}, make("label", null, "quantity", select), reading), chart.node);
}

function matrixFigure(matrix) {
  const n = matrix.names.length, names = matrix.names.map((name) => plain(readable(name)));
  return figure({
    title: "Spearman rank correlation of descriptors", file: "descriptor_matrix", caption: sentence(matrix.caption), height: 170 + 19 * n,
    build: (theme) => ({
      traces: [{type: "heatmap", x: names, y: names, z: names.map((_, i) => matrix.values.slice(i * n, (i + 1) * n)), zmin: -1, zmax: 1, colorscale: divergingScale, xgap: 1, ygap: 1,
        hovertemplate: "%{y}<br>%{x}<br>ρ = %{z:.3f}<extra></extra>",
        colorbar: {thickness: 9, outlinewidth: 0, tickfont: {size: 10, color: theme.soft}, title: {text: "ρ", font: {size: 11}}}}],
      layout: {height: 170 + 19 * n, margin: {l: 60, r: 60, t: 10, b: 40},
        xaxis: axis(theme, "", {type: "category", showgrid: false, tickangle: -55, dtick: 1, tickfont: {size: 10, color: theme.soft}}),
        yaxis: axis(theme, "", {type: "category", showgrid: false, autorange: "reversed", dtick: 1, tickfont: {size: 10, color: theme.soft}})},
    }),
  });
}
