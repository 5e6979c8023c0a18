// A section that needs no code of its own: whatever the data hold is drawn.
function genericSection(one) {
  const group = mapGroup();
  return printed(section(one.id, one.title, one.intro,
    one.curves.length > 0 || one.maps.length > 0 ? make("div", {class: "grid two"}, [...one.curves.map((curves) => curvesFigure(curves).node),
      ...one.maps.map((map) => mapFigure(map.reciprocal ? mapGroup() : group, map).node)]) : null,
    one.numbers.length > 0 ? numbersTable(one.numbers) : null));
}
