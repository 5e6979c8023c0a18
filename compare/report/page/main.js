// Puts the sections together.
function section(id, title, intro, ...content) {
  return make("section", {id}, make("h2", null, title), intro ? make("p", {class: "intro"}, intro) : null, content.flat(2));
}

function missing(what, command) {
  return make("p", {class: "missing"}, `${what} To get it, run `, make("code", null, command), " or the whole case with ", make("code", null, "glasscope run CASE.toml"), ".");
}

function cards() {
  return (data.headline || []).map((card) => make("div", {class: "card"}, make("div", {class: "name"}, readable(card.name)),
    make("div", {class: "value"}, withError(card.value, card.error), unitText(card.unit) ? make("small", null, unitText(card.unit)) : null),
    card.note ? make("div", {class: "note"}, motifText(card.note)) : null));
}

function contents(sections) {
  const short = {making: "Making", structure: "Structure", maps: "Maps", scan: "Diffraction", associations: "Associations", film: "Measured film", provenance: "Provenance"};
  const links = sections.map((node) => make("a", {href: `#${node.id}`}, short[node.id] || node.id));
  document.getElementById("contents").append(make("div", null, links));
  if (!window.IntersectionObserver) return;
  const seen = new IntersectionObserver((entries) => entries.forEach((entry) => {
    if (entry.isIntersecting) links.forEach((link, i) => link.classList.toggle("here", sections[i] === entry.target));
  }), {rootMargin: "-20% 0px -75% 0px"});
  sections.forEach((node) => seen.observe(node));
}

function start() {
  document.getElementById("headline").append(...cards());
  const warned = warningsBox();
  if (warned) document.getElementById("warnings").append(warned);
  const sections = [thermoSection(data.thermo), structureSection(), mapsSection(), scanSection(), associationsSection(), filmSection(), provenanceSection()].filter(Boolean);
  document.getElementById("sections").append(...sections);
  contents(sections);
  document.getElementById("foot").append(make("p", null,
    `${document.querySelector("meta[name=generator]").content}${data.created ? `, ${data.created}` : ""}. Figures by plotly.js (MIT licence). The camera in a figure’s corner saves it as SVG; print the page for PDF.`));
  redrawAll();
  followTheWindow();
  document.documentElement.dataset.ready = "yes";
}
start();
