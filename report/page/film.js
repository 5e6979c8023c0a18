// A measured map beside what the authors' atoms predict.
function differenceOf(model, measured, name) {
  const values = new Float32Array(measured.nx * measured.ny);
  for (let i = 0; i < measured.nx; ++i) for (let j = 0; j < measured.ny; ++j) {
    values[i * measured.ny + j] = valueAt(model, measured.x[i], measured.y[j]) - measured.values[i * measured.ny + j];
  }
  const map = {name, unit: measured.unit, description: "", nx: measured.nx, ny: measured.ny, pixel: measured.pixel, origin: measured.origin, binned: measured.binned, diverging: true, centre: 0, x: measured.x, y: measured.y, values};
  const sorted = values.filter((v) => !Number.isNaN(v)).sort();
  const reach = Math.max(Math.abs(quantile(sorted, 0.005)), Math.abs(quantile(sorted, 0.995))) || 1;
  map.low = -reach;
  map.high = reach;
  map.rows = map.y.map((_, j) => map.x.map((__, i) => { const v = values[i * map.ny + j]; return Number.isNaN(v) ? null : v; }));
  return map;
}

function filmSection() {
  const film = data.film;
  if (!film) return null;
  const maps = [film.measured, film.multislice, film.linear].filter(Boolean).map(decodeMap);
  // One colour range for all, so that they can be compared by eye.
  const low = Math.min(...maps.map((m) => m.low)), high = Math.max(...maps.map((m) => m.high));
  maps.forEach((map) => { map.low = low; map.high = high; });
  const differences = [];
  const beside = (model, name) => { if (film.measured && model) differences.push(differenceOf(model, film.measured, name)); };
  beside(film.multislice, "multislice_minus_measured");
  beside(film.linear, "linear_projection_minus_measured");
  if (differences.length > 0) {
    const reach = Math.max(...differences.map((d) => d.high));
    differences.forEach((d) => { d.low = -reach; d.high = reach; });
  }
  const group = mapGroup();
  const score = (title, key, large) => ({title, number: true, value: (s) => s[key], text: (s) => fixed(s[key], 4), largeFirst: large});
  const scores = film.scores.length === 0 ? null : table({
    rows: film.scores, sortable: film.scores.length > 2,
    caption: "NCC: normalised cross-correlation (1 is perfect; the edge of a mask inflates it, hence the interior too). R1 = Σ|difference| / Σ|measured| (0 is perfect).",
    columns: [{title: "model", value: (s) => s.model}, score("NCC, valid", "nccValid", true), score("NCC, interior", "nccInterior", true), score("R1", "r1"),
      score("high-pass NCC", "nccHighPass", true), score("SSIM", "ssim", true), score("FRC half-bit (Å⁻¹)", "frcHalfBit", true)]
      .filter((column) => !column.number || film.scores.some((s) => known(column.value(s)))),
  });
  const curves = film.ringCorrelation ? curvesFigure(film.ringCorrelation) : null;
  return printed(section("film", film.title || "A measured film", film.source || null, film.verdict ? make("p", {class: "finding"}, film.verdict) : null,
    make("div", {class: "grid three fit"}, maps.map((map) => mapFigure(group, map).node)),
    differences.length > 0 ? make("div", {class: "grid two"}, differences.map((map) => mapFigure(group, map).node)) : null,
    scores, curves ? curves.node : null,
    film.parameters.length > 0 ? [make("h3", null, "Parameters"), numbersTable(film.parameters)] : null));
}
