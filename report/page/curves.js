// The one figure of curves: V(k), g(r), S(k), an azimuthal mean.
const kFewPoints = 40;

// "k = 1/d (1/Å)"; plain numbers have no unit.
const axisTitle = (label, unit) => plain(withUnit(label, unit));

function curveTraces(curves, theme) {
  const few = curves.x.length <= kFewPoints;
  return curves.curves.filter((curve) => curve.y.length > 0).flatMap((curve, i) => {
    const total = curve.name.toLowerCase() === "total", color = total ? theme.ink : theme.series[i % 6];
    const hasError = curve.error.some(known);
    const line = {type: "scatter", mode: few ? "lines+markers" : "lines", x: curves.x, y: curve.y, name: plain(curve.name.includes("_") && !/^[A-Z]/.test(curve.name) ? readable(curve.name) : curve.name),
      legendgroup: curve.name, line: {color, width: total ? 2.2 : 1.6, dash: curve.name === "half-bit" ? "dash" : "solid"}, marker: {size: 5, color},
      error_y: hasError ? {type: "data", array: curve.error.map((e) => known(e) ? e : 0), color, thickness: 1, width: 0, visible: few} : undefined,
      hovertemplate: "%{x:.4~g}: %{y:.4~g}<extra>%{fullData.name}</extra>"};
    if (!hasError || few) return [line];
    // Many points: the error is a band, because bars would hide the curve.
    const at = curves.x.map((_, k) => k).filter((k) => known(curve.y[k]) && known(curve.error[k]) && (!curves.logarithmic || curve.y[k] > curve.error[k]));
    const band = {type: "scatter", mode: "lines", hoverinfo: "skip", showlegend: false, legendgroup: curve.name, fill: "toself", fillcolor: `${color}2e`, line: {width: 0},
      x: [...at.map((k) => curves.x[k]), ...[...at].reverse().map((k) => curves.x[k])],
      y: [...at.map((k) => curve.y[k] + curve.error[k]), ...[...at].reverse().map((k) => curve.y[k] - curve.error[k])]};
    return [band, line];
  });
}

function curvesFigure(curves, more) {
  const shown = curves.logarithmic ? {...curves, curves: curves.curves.map((c) => ({...c, y: c.y.map((v) => v > 0 ? v : null)}))} : curves;
  return figure({
    title: curves.title, file: curves.name || curves.title.toLowerCase().replace(/[^a-z0-9]+/g, "_"), height: 340, caption: sentence(curves.description),
    build: (theme) => ({
      traces: curveTraces(shown, theme),
      layout: {showlegend: curves.curves.length > 1, xaxis: axis(theme, axisTitle(curves.xLabel, curves.xUnit)),
        yaxis: axis(theme, axisTitle(curves.yLabel, curves.yUnit), curves.logarithmic ? {type: "log", exponentformat: "power", nticks: 6} : {}), margin: {l: 56, r: 14, t: 34, b: 44}},
    }),
    ...more,
  });
}
