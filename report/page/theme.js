// Colours come from the style sheet, so that light, dark and print have one source: .paper holds those
// of a figure that leaves the page.
function themeNow(element = document.documentElement) {
  const style = getComputedStyle(element);
  const read = (name) => style.getPropertyValue(name).trim();
  return {
    ink: read("--ink"), soft: read("--soft"), grid: read("--grid"), line: read("--line"),
    panel: read("--panel"), accent: read("--accent"), sans: read("--sans"),
    series: ["--c1", "--c2", "--c3", "--c4", "--c5", "--c6"].map(read),
  };
}

function paperTheme() {
  const sheet = make("div", {class: "paper", hidden: true});
  document.body.append(sheet);
  const theme = themeNow(sheet);
  sheet.remove();
  return theme;
}

function oklabToCss(lightness, chroma, hue_deg) {
  // Oklab to linear sRGB (B. Ottosson, 2020, "A perceptual color space for image processing").
  const a = chroma * Math.cos(hue_deg * Math.PI / 180), b = chroma * Math.sin(hue_deg * Math.PI / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3;
  const linear = [4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s];
  const channels = linear.map((c) => {
    const clipped = Math.min(1, Math.max(0, c));
    const gamma = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
    return Math.round(255 * gamma);
  });
  return `rgb(${channels.join(",")})`;
}

// Blue to white to vermilion, with equal steps of lightness on both sides: perceptually uniform and
// told apart by every kind of colour vision.
const divergingScale = Array.from({length: 33}, (_, i) => {
  const t = i / 16 - 1, strength = Math.abs(t);
  const lightness = 0.97 - 0.55 * strength;
  const chroma = 0.15 * Math.sin(Math.min(1, strength * 1.15) * Math.PI / 2) * (strength < 1 ? 1 : 0.95);
  return [i / 32, oklabToCss(lightness, chroma, t < 0 ? 250 : 45)];
});
