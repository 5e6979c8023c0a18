#pragma once

// A full report with made-up but plausible numbers, for the tests of the page.

#include <cmath>
#include <string>
#include <vector>

#include "core/math/Constants.h"
#include "core/math/Random.h"
#include "report/DisplayScan.h"
#include "report/ReportData.h"

namespace glasscope::report::sample {

inline double wave(double x, double y, int kind) {
  return std::sin(0.13 * x + kind) * std::cos(0.11 * y - 0.7 * kind) +
         0.6 * std::sin(0.05 * (x + y) * (1 + kind % 3));
}

/// A smooth map with a little noise, 48 x 40 pixels of 0.8 angstrom.
inline Map2 map(const std::string& name, const std::string& unit, int kind, double mean,
                double amplitude, int nx = 48, int ny = 40, double pixel_A = 0.8) {
  Map2 made;
  made.name = name;
  made.unit = unit;
  made.description = "made up for a test";
  made.values = Array2<double>(nx, ny);
  made.pixel_A = {pixel_A, pixel_A};
  made.origin_A = {pixel_A / 2, pixel_A / 2};
  Random random(1, name);
  for (int x = 0; x < nx; ++x)
    for (int y = 0; y < ny; ++y)
      made.values(x, y) = mean + amplitude * (wave(x * pixel_A * 2, y * pixel_A * 2, kind) +
                                              0.15 * random.normal());
  return made;
}

/// Bright disc, an amorphous ring and speckle that changes from place to place.
inline MemoryDatacube datacube(int places = 14, int pixels = 64) {
  DatacubeShape shape;
  shape.rx = places;
  shape.ry = places - 2;
  shape.qx = shape.qy = pixels;
  shape.rStep_A = {2.5, 2.5};
  shape.rOrigin_A = {1.25, 1.25};
  shape.qStep_invA = 0.02 * 64 / pixels;
  MemoryDatacube cube(shape);
  for (int rx = 0; rx < shape.rx; ++rx)
    for (int ry = 0; ry < shape.ry; ++ry) {
      Array2<float> pattern(pixels, pixels);
      Random random(2, "sample_speckle", static_cast<std::uint64_t>(rx * shape.ry + ry));
      for (int x = 0; x < pixels; ++x)
        for (int y = 0; y < pixels; ++y) {
          const double q = shape.qStep_invA * std::hypot(x - pixels / 2, y - pixels / 2);
          const double disc = q < 0.06 ? 8e-3 : 0.0;
          const double ring = 4e-5 * std::exp(-std::pow((q - 0.42) / 0.05, 2));
          const double tail = 3e-6 * std::exp(-q / 0.3);
          pattern(x, y) =
              static_cast<float>(disc + (ring + tail) * -std::log(1 - random.uniform()));
        }
      cube.set(rx, ry, pattern);
    }
  return cube;
}

inline ReportThermo thermo() {
  ReportThermo made;
  for (int i = 0; i <= 300; ++i) {
    const double temperature = i < 60 ? 2000 : i < 260 ? 2000 - 8.5 * (i - 60) : 300;
    made.time_ps.push_back(0.1 * i);
    made.temperature_K.push_back(temperature + 15 * std::sin(1.7 * i));
    made.energy_eV_per_atom.push_back(-4.43 + 2.6e-4 * temperature -
                                      (temperature < 800 ? 0.0 : 0.0) + 0.002 * std::sin(2.3 * i));
    made.volume_A3_per_atom.push_back(15.7 + 9e-4 * temperature +
                                      (temperature > 800 ? 4e-4 * (temperature - 800) : 0));
  }
  made.stages = {{"melt", 0}, {"quench", 6}, {"hold at 300 K", 26}};
  return made;
}

inline ReportCurves pairs() {
  ReportCurves made;
  made.name = "pair_distribution";
  made.title = "Pair distribution g(r)";
  made.description = "300 K, mean of 5 snapshots";
  made.xLabel = "r";
  made.xUnit = "angstrom";
  made.yLabel = "g(r)";
  const std::vector<std::pair<std::string, double>> peaks = {
      {"total", 2.74}, {"Cu-Cu", 2.58}, {"Cu-Zr", 2.78}, {"Zr-Zr", 3.24}};
  for (int i = 0; i < 200; ++i) made.x.push_back(0.05 * i);
  for (const auto& [name, first] : peaks) {
    ReportCurves::Curve partial{name, {}, {}};
    for (const double r : made.x)
      partial.y.push_back(r < first - 0.5
                              ? 0.0
                              : 1 + 2.6 * std::exp(-std::pow((r - first) / 0.18, 2)) +
                                    0.6 * std::cos(2.6 * (r - first)) * std::exp(-0.35 * r));
    made.curves.push_back(partial);
  }
  return made;
}

inline ReportAssociations associations() {
  ReportAssociations made;
  made.surrogates = "999 toroidal shifts";
  const std::vector<std::string> truths = {"density", "five_fold_symmetry", "free_volume",
                                           "vibration_amplitude"};
  const std::vector<std::string> signals = {"haadf", "ring_intensity", "speckle_variance"};
  int k = 0;
  for (const auto& truth : truths)
    for (const auto& signal : signals) {
      const double r = truth == "density" && signal == "haadf" ? 0.83 : 0.24 * std::sin(2.0 * ++k);
      const double p = r > 0.8 ? 0.001 : 0.08 + 0.07 * k;
      AssociationRow& row = made.rows.emplace_back(AssociationRow{truth, signal});
      row.pixels = 1920;
      row.correlation.pearson = r;
      row.correlation.spearman = 0.95 * r;
      row.correlation.nEffective = 46.0 + k;
      row.correlation.pNaive = 1e-9 * (k + 1);
      row.correlation.pDutilleul = 0.9 * p;
      row.significance.pSurrogate = p;
      row.significance.qFdr = r > 0.8 ? 0.012 : std::min(1.0, 2.5 * p);
    }
  for (AssociationRow& row : made.rows) {
    const double r = row.correlation.pearson;
    const bool vibration = row.descriptor == "vibration_amplitude";
    row.correlation.partial = 0.9 * r;
    row.correlation.partialLow = row.correlation.partial - 0.2;
    row.correlation.partialHigh = row.correlation.partial + 0.15;
    row.claim.smallestSeen = vibration ? 0.62 : 0.27;
    row.claim.verdict = r > 0.8     ? Verdict::visible
                        : vibration ? Verdict::couldNotBeSeen
                                    : Verdict::notBeyondChance;
    if (row.claim.verdict == Verdict::couldNotBeSeen) row.claim.advice = "4 times the area";
    row.top.auc = 0.5 + 0.4 * r;
  }
  return made;
}

/// Curves, numbers and a pattern that the page has no code for.
inline ReportSection section() {
  ReportSection made;
  made.id = "signals";
  made.title = "What the scans show as a whole";
  made.intro = "Made up for a test.";
  made.numbers = {{"HAADF: correlation length", 2.31, 0.12, "angstrom", "to 1/e"}};
  ReportCurves variance;
  variance.name = "fluctuation";
  variance.title = "Normalised variance V(k)";
  variance.xLabel = "k = 1/d";
  variance.xUnit = "1/angstrom";
  variance.yLabel = "V(k)";
  variance.curves = {{"V_Omega", {}, {}}, {"V_r", {}, {}}};
  for (int i = 0; i < 60; ++i) {
    variance.x.push_back(0.015 * i);
    for (auto& curve : variance.curves) {
      curve.y.push_back(0.02 + 0.03 * std::exp(-std::pow((0.015 * i - 0.42) / 0.05, 2)));
      curve.error.push_back(0.003);
    }
  }
  variance.curves[1].y[3] = variance.curves[1].error[3] = kUnknown;
  ReportCurves mean = variance;
  mean.name = mean.title = "azimuthal_mean";
  mean.logarithmic = true;
  mean.curves.resize(1);
  ReportCurves power;
  power.name = "angular_power";
  power.title = "Angular power of the first ring";
  power.curves = {{"P_n", {0.01, 0.004, 0.006}, {0.001, 0.001, 0.002}}};
  power.x = {2, 3, 4};
  made.curves = {variance, mean, power};
  ReportMap pattern{map("mean_pattern", "1", 2, 1e-4, 1e-5, 64, 64, 0.02)};
  pattern.map.origin_A = {-0.64, -0.64};
  pattern.reciprocal = pattern.logarithmic = true;
  made.maps = {pattern};
  ReportTable table;
  table.caption = "Ranked for a test.";
  table.columns = {
      {"descriptor", "what is ranked"}, {"rank correlation", "a number"}, {"q", "", 2}};
  table.rows = {{"voronoi_volume_A3", {-0.6543, 0.012345}}, {"coordination", {0.25, kUnknown}}};
  made.table = table;
  return made;
}

inline ReportFilm film() {
  ReportFilm made;
  made.title = "A measured tantalum film";
  made.source = "Made up for a test, CC BY 4.0.";
  made.measured = map("measured", "1", 1, 1.0, 0.2, 90, 70, 0.4);
  made.multislice = map("multislice", "1", 1, 1.02, 0.19, 90, 70, 0.4);
  made.linear = map("linear_projection", "1", 1, 0.97, 0.24, 90, 70, 0.4);
  for (int x = 0; x < 12; ++x)
    for (int y = 0; y < 70; ++y) made.measured->values(x, y) = kUnknown;
  made.scores = {{"multislice", 0.91, 0.89, 0.112, 0.80, 0.86, 0.55},
                 {"linear projection", 0.90, 0.87, 0.131, 0.77, 0.83, 0.51}};
  ReportCurves rings;
  rings.title = "Fourier ring correlation";
  rings.curves = {{"multislice", {}, {}}, {"linear projection", {}, {}}, {"half-bit", {}, {}}};
  for (int i = 1; i < 60; ++i) {
    const double f = 0.015 * i;
    rings.x.push_back(f);
    rings.curves[0].y.push_back(1 / (1 + std::pow(f / 0.5, 6)));
    rings.curves[1].y.push_back(1 / (1 + std::pow(f / 0.45, 6)));
    rings.curves[2].y.push_back(0.2 + 0.5 / (1 + i));
  }
  made.ringCorrelation = rings;
  made.parameters = {{"source size", 0.62, 0.03, "angstrom", "fitted"},
                     {"defocus", -12.0, kUnknown, "angstrom", "given"}};
  return made;
}

inline std::vector<ReportHistogram> histograms() {
  std::vector<ReportHistogram> made;
  for (const auto& [name, unit, centre] : {std::tuple{"cell_volume", "A^3", 16.0},
                                           {"five_fold_symmetry", "1", 0.5},
                                           {"free_volume", "A^3", 0.4}}) {
    ReportHistogram one;
    one.descriptor = name;
    one.unit = unit;
    one.description = "thermal snapshots, 300 K";
    for (int i = 0; i <= 40; ++i) one.edges.push_back(centre * (0.7 + 0.015 * i));
    for (const double offset : {-4.0, 4.0}) {
      ReportHistogram::Series series{offset < 0 ? "Cu" : "Zr", {}};
      for (int i = 0; i < 40; ++i)
        series.counts.push_back(std::floor(300 * std::exp(-0.02 * std::pow(i - 20 - offset, 2))));
      one.series.push_back(series);
    }
    made.push_back(one);
  }
  return made;
}

inline std::vector<ReportMotif> motifs() {
  return {{"Cu", "<0,0,12,0>", 10.1, 0.6}, {"Cu", "<0,2,8,2>", 8.2, 0.5},
          {"Cu", "<0,3,6,3>", 4.1, 0.4},   {"Cu", "<1,3,4,4>", 1.9, 0.3},
          {"Zr", "<0,1,10,4>", 5.2, 0.6},  {"Zr", "<0,0,12,4>", 4.7, 0.6},
          {"Zr", "<0,2,8,6>", 3.1, 0.5},   {"Zr", "<0,0,12,0>", 0.1, 0.1}};
}

inline std::vector<ReportMap> maps() {
  using Kind = ReportMap::Kind;
  return {{map("haadf", "1", 1, 0.04, 0.004), Kind::signal, false, 0},
          {map("ring_intensity", "1", 2, 0.12, 0.01), Kind::signal, false, 0},
          {map("speckle_variance", "1", 3, 0.3, 0.05), Kind::signal, false, 0},
          {map("density", "A^-3", 1, 0.0626, 0.004), Kind::truth, false, 0},
          {map("five_fold_symmetry", "1", 4, 0.51, 0.06), Kind::truth, false, 0},
          {map("free_volume", "A^3", 5, 0.0, 0.3), Kind::truth, true, 0},
          {map("vibration_amplitude", "A^2", 6, 0.046, 0.006), Kind::truth, false, 0}};
}

inline ReportSample structure() {
  ReportSample made;
  made.name = "Cu64Zr36";
  made.atoms = 4000;
  made.composition = {{"Cu", 2560}, {"Zr", 1440}};
  made.potential = "Mendelev 2009 (openkim-models)";
  made.coolingRate_K_per_s = 1e14;
  made.foil.temperature_K = 300;
  made.foil.thickness_A = 40;
  made.foil.width_A = 38.4;
  made.foil.height_A = 32;
  made.imaging.voltage_kV = 200;
  made.imaging.semiangle_mrad = 2.0;
  made.imaging.snapshots = 5;
  made.imaging.signals = {"an HAADF map", "a 4-D nanodiffraction scan"};
  made.imaging.probes = {{"haadf", 0.8, 25, 1e4}, {"nanodiffraction", 5.1, 3, 0}};
  return made;
}

inline std::vector<ReportFact> facts() {
  return {{"versions", "glasscope", "0.1.0"},
          {"versions", "LAMMPS", "29 Sep 2021"},
          {"inputs", "potential", "EAM_Dynamo_MendelevKramerOtt_2009_CuZr__MO_600021860456_005"},
          {"inputs", "case.toml", "6f0f2e7d3a5b4c1d9e8f7a6b5c4d3e2f"},
          {"seeds", "velocities", "20260101"}};
}

inline ReportData report() {
  ReportData made;
  made.title = "Cu64Zr36, quenched and imaged";
  made.run.created = "22 November 2026";
  made.sample = structure();
  made.structure.thermo = thermo();
  made.structure.pairs = {pairs()};
  made.structure.motifs.convention = "raw, plain Voronoi";
  made.structure.motifs.rows = motifs();
  made.structure.motifs.spread = {
      {"raw, plain", "Cu", "<0,0,12,0>", 10.1, 0.6, 12.8, 100, 0.1, true},
      {"raw, radical", "Cu", "<0,0,12,0>", 9.0, 0.6, 12.4, 100, 0.1, false},
      {"faces under 1 % dropped", "Cu", "<0,0,12,0>", 10.0, 0.6, 11.9, 34, 0.9, false},
      {"cut again under 1 %", "Cu", "<0,0,12,0>", 15.4, 0.7, 12.2, 100, 0.1, false}};
  made.structure.chemicalOrder = {
      {"Cargill-Spaepen eta", 0.1485, 0.002, "", "nearly convention-free"},
      {"Warren-Cowley Cu-Zr", -0.31, 0.01, "", "asymmetric pair"}};
  made.structure.histograms = histograms();
  made.signals.maps = maps();
  DisplayScanOptions options;
  options.voltage_kV = 200;
  options.semiangle_mrad = 1.5;
  options.source = "signals/nbed.h5";
  made.signals.scan = displayScan(datacube(), options);
  made.signals.associations = associations();
  made.signals.sections = {section()};
  made.film = film();
  made.run.warnings = {"the cut-off is longer than half the box along z"};
  made.run.caseToml = "[sim]\natoms = 4000\ncooling_rate_K_per_s = 1e14\n";
  made.run.facts = facts();
  made.run.stages = {{"sim", 312.4, 2.1e8, "done"},
                     {"voronoi", 0.9, 2.4e8, "done"},
                     {"multislice", 148.2, 9.1e8, "resumed"},
                     {"compare", 6.1, 3.3e8, "reused"}};
  return made;
}

}  // namespace glasscope::report::sample
