// Puts the sections together.
function section(id, title, intro, ...content) {
  return make("section", {id}, make("h2", null, title), intro ? make("p", {class: "intro"}, intro) : null, content.flat(2));
}

// Paper gets the answers and what belongs to them, one to three pages; the rest stays on the screen.
function printed(node) {
  node.classList.add("printed");
  return node;
}

// Whether this is the report of a measured film alone, which misses nothing else.
const filmAlone = Boolean(data.film) && !data.maps && !data.scan && !data.motifs && !data.thermo;

function missing(what, command) {
  return make("p", {class: "missing"}, `${what} To get them, run `, make("code", null, command), " or the whole case with ", make("code", null, "glasscope run CASE.toml"), ".");
}

function cards() {
  return (data.headline || []).map((card) => {
    const [value, error] = pairOfTexts(card.value, card.error);
    return make("div", {class: "card"}, make("div", {class: "name"}, readable(card.name)),
      make("div", {class: "value"}, value, make("small", null, `${error} ${unitText(card.unit)}`.trim())),
      card.note ? make("div", {class: "note"}, motifText(card.note)) : null);
  });
}

function contents(sections) {
  const short = {answers: "Answers", signals: "V(k), profiles", forces: "Vibrations", yield: "Yield", making: "Making", structure: "Structure", maps: "Maps", quench: "Freezing", scan: "Diffraction", associations: "Associations", film: "Measured film", accuracy: "Accuracy", provenance: "Provenance"};
  const links = sections.map((node) => make("a", {href: `#${node.id}`}, short[node.id] || node.id));
  document.getElementById("contents").append(make("div", null, links));
  if (!window.IntersectionObserver) return;
  const seen = new IntersectionObserver((entries) => entries.forEach((entry) => {
    if (entry.isIntersecting) links.forEach((link, i) => link.classList.toggle("here", sections[i] === entry.target));
  }), {rootMargin: "-20% 0px -75% 0px"});
  sections.forEach((node) => seen.observe(node));
}

function start() {
  const headline = document.getElementById("headline"), all = cards();
  headline.append(...all);
  headline.style.setProperty("--across", all.length <= 6 && all.length !== 4 ? Math.max(3, all.length) : 4);
  const warned = warningsBox();
  if (warned) document.getElementById("warnings").append(warned);
  const sections = [answersSection(), mapsSection(), ...(data.sections || []).map(genericSection), scanSection(), associationsSection(), filmSection(), structureSection(), thermoSection(data.thermo), provenanceSection()]
    .filter((node) => node && !(filmAlone && node.querySelector(".missing")));
  document.getElementById("sections").append(...sections);
  contents(sections);
  document.getElementById("foot").append(make("p", null,
    `${[document.querySelector("meta[name=generator]").content, data.created].filter(Boolean).join(", ")}. Figures by plotly.js (MIT licence). The buttons SVG and CSV of a figure save it in the colours of paper, or its numbers; print the page for PDF.`));
  followTheWindow();
  drawInTurn(() => { document.documentElement.dataset.ready = "yes"; });
}
start();
