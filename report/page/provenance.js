// What was run, with what, how long.
function warningsBox() {
  if (!data.warnings) return null;
  return make("div", {class: "notice"}, make("b", null, data.warnings.length === 1 ? "One warning" : `${data.warnings.length} warnings`), " from this run",
    make("ul", null, data.warnings.map((text) => make("li", null, text))));
}

function duration(seconds) {
  if (!known(seconds)) return "–";
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${Math.round(seconds - 60 * minutes)} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
const memory = (bytes) => !known(bytes) ? "–" : bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(2)} GiB` : `${Math.round(bytes / 2 ** 20)} MiB`;

function stagesTable(stages) {
  return table({
    rows: stages, compact: true, caption: `Together ${duration(stages.reduce((sum, s) => sum + (known(s.wall_s) ? s.wall_s : 0), 0))} of wall time.`,
    columns: [{title: "stage", value: (s) => s.name}, {title: "how", value: (s) => s.state || "–"},
      {title: "wall time", number: true, value: (s) => s.wall_s, text: (s) => duration(s.wall_s)}, {title: "peak memory", number: true, value: (s) => s.memory, text: (s) => memory(s.memory)}],
  });
}

function factsTables(facts) {
  const groups = [...new Set(facts.map((f) => f.group))];
  return groups.map((group) => [make("h3", null, readable(group || "facts")), table({
    rows: facts.filter((f) => f.group === group), columns: [{title: "", value: (f) => f.name}, {title: "", value: (f) => f.value, class: "long"}], compact: true, class: "facts"})]);
}

function provenanceSection() {
  return section("provenance", "Provenance", null,
    data.stages ? [make("h3", null, "Time and memory"), stagesTable(data.stages)] : null,
    data.facts ? factsTables(data.facts) : null,
    data.caseToml ? make("details", null, make("summary", null, "The resolved case, with every default and seed (TOML)"), make("pre", null, data.caseToml)) : null,
    data.conventions ? make("details", null, make("summary", null, "Conventions of every number and array"), make("pre", {class: "wrapped"}, data.conventions)) : null);
}
