// Elements, numbers and binary data.
function bytesOf(base64) {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; ++i) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

// What an element carries as gzip in base64. Every browser since 2023 unpacks it by itself.
function unpacked(id) {
  const stream = new Blob([bytesOf(document.getElementById(id).textContent)]).stream();
  return new Response(stream.pipeThrough(new DecompressionStream("gzip")));
}

// The quantised patterns of the scan: differences from the mean level of each pixel, which comes first.
async function patternLevels(pixels) {
  const bytes = new Uint8Array(await unpacked("report-patterns").arrayBuffer());
  const levels = bytes.subarray(pixels);
  for (let i = 0; i < levels.length; ++i) levels[i] += bytes[i % pixels];  // modulo 256
  return levels;
}

if (!window.DecompressionStream) {
  document.getElementById("sections").textContent = "This browser is too old to unpack the report: it lacks DecompressionStream (Chrome 80, Firefox 113, Safari 16.4 and newer have it).";
  return;
}
const data = await unpacked("report-data").json();
if (data.scan) data.scan.levels = await patternLevels(data.scan.qx * data.scan.qy);
{
  const library = document.createElement("script");
  library.textContent = await unpacked("plotly").text();
  document.head.append(library);  // which runs it
  library.remove();
}

// make("p", {class: "lead"}, "text", node, ...): text is always text, never markup.
function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined) node.append(child);
  }
  return node;
}

const known = (value) => typeof value === "number" && Number.isFinite(value);

// Significant digits for people; a true minus sign, thin powers of ten, a dash for the unknown.
function show(value, digits = 3) {
  if (!known(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  let text;
  if (size >= 1e6 || size < 1e-4) {
    const [mantissa, power] = value.toExponential(digits - 1).split("e");
    const raised = String(Number(power)).replace(/./g, (c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] || "⁻");
    text = `${mantissa}×10${raised}`;
  } else if (Number.isInteger(value) && size >= 1000) {
    text = value.toLocaleString("en-US");
  } else if (Number.isInteger(value)) {
    text = String(value);
  } else {
    text = size >= 10 ** digits ? value.toFixed(0) : value.toPrecision(digits);
  }
  return text.replace(/^-/, "−");
}

const fixed = (value, decimals) => known(value) ? value.toFixed(decimals).replace(/^-/, "−") : "–";
// "+0.83", "−0.12", and plain "0.00" for what rounds to nothing.
const signed = (value, decimals = 2) => !known(value) ? "–"
  : Number(value.toFixed(decimals)) === 0 ? (0).toFixed(decimals)
    : (value > 0 ? "+" : "") + fixed(value, decimals);
const probability = (p) => !known(p) ? "–" : p < 1e-4 ? "< 0.0001" : p < 0.1 ? p.toPrecision(2) : p.toFixed(2);

// [value, error] as texts. The error keeps one digit, two when it begins with 1 or 2, and says how
// many digits of the value mean something.
function pairOfTexts(value, error, digits = 3) {
  if (!known(value)) return ["–", ""];
  if (!known(error) || error <= 0) return [show(value, digits), ""];
  const power = Math.floor(Math.log10(error)), lead = error / 10 ** power;
  const decimals = Math.max(0, Math.min(8, (lead < 2.95 ? 1 : 0) - power));
  return [fixed(value, decimals), `± ${fixed(error, decimals)}`];
}
const withError = (value, error, digits) => pairOfTexts(value, error, digits).join(" ").trim();

// Units as people write them: "A^3" becomes Å³; fractions have none.
function unitText(unit) {
  if (!unit || unit === "1") return "";
  return unit.replace(/\bangstrom\b/g, "Å").replace(/(^|[^A-Za-z])A(?![A-Za-z])/g, "$1Å")
    .replace(/\^(-?\d+)/g, (_, n) => n.replace(/./g, (c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] || "⁻"));
}
const withUnit = (text, unit) => unitText(unit) ? `${text} (${unitText(unit)})` : text;

const initials = {haadf: "HAADF", adf: "ADF", bf: "BF", frc: "FRC", ncc: "NCC", stem: "STEM", fem: "FEM", nbed: "NBED"};
// A map of a descriptor on the grid of a signal is named "descriptor@grid".
const baseOf = (name) => name.split("@")[0];
const gridOf = (name) => name.split("@")[1] || "";
// "five_fold_symmetry" -> "Five fold symmetry"; the unit at the end of a name is shown elsewhere.
function readable(name) {
  const words = baseOf(name).replace(/(_per)?_(A|A2|A3|eV|mrad)$/, "").replace(/_/g, " ").split(" ").map((word) => initials[word.toLowerCase()] || word);
  const text = words.join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
// "<0,0,12,0>" in angle brackets that no figure takes for markup.
const motifText = (text) => text.replace(/<([\d,.]+)>/g, "⟨$1⟩");
// Plotly reads a little markup in its texts: names of ours are not markup.
const plain = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

function floatsOf(base64) {
  const bytes = bytesOf(base64);
  const view = new DataView(bytes.buffer);
  const values = new Float32Array(bytes.length / 4);
  for (let i = 0; i < values.length; ++i) values[i] = view.getFloat32(4 * i, true);
  return values;
}

function quantile(sorted, fraction) {
  if (sorted.length === 0) return NaN;
  const place = fraction * (sorted.length - 1);
  const low = Math.floor(place);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
}
