// Slices through the sample: atoms between two planes, coloured by a field that the reader picks.
function sliceRanges(atoms, n) {
  return [0, 1, 2].map((d) => {
    let low = Infinity, high = -Infinity;
    for (let i = 0; i < n; ++i) {
      low = Math.min(low, atoms.xyz[3 * i + d]);
      high = Math.max(high, atoms.xyz[3 * i + d]);
    }
    return [low, high];
  });
}

function slicesFigure(atoms) {
  atoms.xyz = floatsOf(atoms.positions);
  const kinds = bytesOf(atoms.species), n = kinds.length, ranges = sliceRanges(atoms, n);
  const state = {field: 0, axis: 2, at: 0.5, thickness: 4, levels: new Map()};
  const levelsOf = (field) => {
    if (!state.levels.has(field)) state.levels.set(field, bytesOf(field.levels));
    return state.levels.get(field);
  };
  const sizes = atoms.symbols.map((_, i) => 1 + 0.3 * i);

  const chart = figure({
    title: "", file: "slice", height: 520, caption: sentence(atoms.caption),
    build: (theme, width) => {
      const field = atoms.fields[state.field], levels = levelsOf(field);
      const [u, v] = [0, 1, 2].filter((d) => d !== state.axis);
      const [low, high] = ranges[state.axis], middle = low + state.at * (high - low);
      const part = {defined: [], undefined: []};
      for (let i = 0; i < n; ++i) {
        if (Math.abs(atoms.xyz[3 * i + state.axis] - middle) > state.thickness / 2) continue;
        part[levels[i] === 0 ? "undefined" : "defined"].push(i);
      }
      const value = (i) => field.low + (field.high - field.low) * (levels[i] - 1) / 254;
      const across = ranges[u][1] - ranges[u][0] + 4, up = ranges[v][1] - ranges[v][0] + 4;
      const side = Math.min(width - 150, 620 * across / Math.max(across, up));
      const size = Math.max(4, Math.min(22, 2.0 * side / across));
      const trace = (members, marker) => ({type: "scatter", mode: "markers", x: members.map((i) => atoms.xyz[3 * i + u]), y: members.map((i) => atoms.xyz[3 * i + v]),
        marker: {line: {width: 0.6, color: theme.line}, size: members.map((i) => size * sizes[kinds[i]]), ...marker},
        text: members.map((i) => plain(atoms.symbols[kinds[i]])), hovertemplate: "%{text} %{x:.1f}, %{y:.1f} Å<extra></extra>"});
      const names = ["x (Å)", "y (Å)", "z (Å)"];
      return {
        traces: [trace(part.undefined, {color: "rgba(0,0,0,0)"}), {...trace(part.defined, {color: part.defined.map(value), cmin: field.low, cmax: field.high > field.low ? field.high : field.low + 1, colorscale: "Viridis", showscale: true,
          colorbar: {thickness: 9, outlinewidth: 0, tickfont: {size: 10, color: theme.soft}, title: {text: plain(withUnit(readable(field.name), field.unit)), side: "right", font: {size: 11, color: theme.soft}}}}),
        hovertemplate: "%{text}: %{marker.color:.4~g}<extra></extra>"}],
        layout: {height: Math.max(220, Math.min(660, side * up / across)) + 60, margin: {l: 54, r: 90, t: 10, b: 44},
          xaxis: axis(theme, names[u], {range: [ranges[u][0] - 2, ranges[u][1] + 2], constrain: "domain", zeroline: false}),
          yaxis: axis(theme, names[v], {range: [ranges[v][0] - 2, ranges[v][1] + 2], scaleanchor: "x", constrain: "domain", zeroline: false})},
      };
    },
  });
  const fields = make("select", {"aria-label": "field", onchange: () => { state.field = fields.selectedIndex; chart.redraw(); }}, atoms.fields.map((f) => make("option", null, readable(f.name))));
  const place = make("input", {type: "range", min: "0", max: "100", value: "50", "aria-label": "place of the slice", oninput: () => { state.at = place.value / 100; chart.redraw(); }});
  const thick = make("input", {type: "range", min: "2", max: "20", value: "4", "aria-label": "thickness of the slice", oninput: () => { state.thickness = Number(thick.value); chart.redraw(); }});
  return make("div", null, make("div", {class: "controls"}, make("label", null, "field", fields),
    make("label", null, "along", pressButtons("normal of the slice", [["z", "z"], ["y", "y"], ["x", "x"]], (key) => { state.axis = {x: 0, y: 1, z: 2}[key]; chart.redraw(); })),
    make("label", null, "place", place), make("label", null, "thickness", thick)), chart.node);
}
