// A section that needs no code of its own: whatever the data hold is drawn.
function genericSection(one) {
  const group = mapGroup();
  return printed(section(one.id, one.title, one.intro,
    one.curves.length > 0 || one.maps.length > 0 ? make("div", {class: "grid two"}, [...one.curves.map((curves) => curvesFigure(curves).node),
      ...one.maps.map((map) => mapFigure(map.reciprocal ? mapGroup() : group, map).node)]) : null,
    one.numbers.length > 0 ? numbersTable(one.numbers) : null,
    one.table ? plainTable(one.table) : null));
}

function plainTable(given) {
  const [first, ...others] = given.columns;
  return table({
    columns: [{title: first.title, help: first.help, value: (row) => motifText(readable(row.name))},
      ...others.map((column, k) => ({title: column.title, help: column.help, number: true, value: (row) => row.values[k], text: (row) => show(row.values[k], column.digits)}))],
    rows: given.rows, caption: sentence(given.caption), sortable: true, limit: 15,
  });
}
