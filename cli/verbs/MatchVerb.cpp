#include <algorithm>
#include <cmath>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/Verb.h"
#include "compare/images/SeriesMatch.h"
#include "core/formats/Emd.h"
#include "core/formats/OwnEmd.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Mpi.h"
#include "core/system/PendingTables.h"

namespace glasscope::cli {

namespace {

namespace fs = std::filesystem;

/// What `glasscope match` takes beside the measured map.
struct MatchOptions {
  std::string series;              ///< file of a simulated series
  std::string map, signal;         ///< names in the two files; "": the only one
  compare::SimilarityRange range;  ///< of the registration
};

// No other verb needs to know them.
MatchOptions& given() {
  static MatchOptions options;
  return options;
}

void addOptions(CLI::App& app, VerbOptions&) {
  MatchOptions& o = given();
  app.add_option("series", o.series, "Simulated series (signals/<scan>/series.h5 of a run)")
      ->required();
  app.add_option("--map", o.map, "Which map of the measured file");
  app.add_option("--signal", o.signal, "Which map of the series");
  app.add_option("--rotation_deg", o.range.rotation_deg, "Largest turn between the two, either way")
      ->check(CLI::Range(0.0, 180.0))
      ->capture_default_str();
  app.add_option("--magnification", o.range.magnification,
                 "Largest difference of the magnifications, either way (0.05 is 5 %)")
      ->check(CLI::Range(0.0, 0.5))
      ->capture_default_str();
}

template <class Named>
const Named& chosen(const std::vector<Named>& all, const std::string& name, const std::string& file,
                    const char* option) {
  const auto found = std::ranges::find(all, name, &Named::name);
  if (found != all.end()) return *found;
  if (name.empty() && all.size() == 1) return all.front();
  std::vector<std::string> names;
  for (const Named& one : all) names.push_back(one.name);
  throw Error(ErrorKind::usage, fmt::format("It is not clear which map of '{}' is meant", file),
              fmt::format("it holds {}", fmt::join(names, ", ")),
              fmt::format("say which with {}", option));
}

std::string tableOf(const compare::SeriesMatch& match, const MapSeries& series) {
  std::string text = fmt::format(
      "# A measured map beside a simulated series over {} ({}); 1: fitted on the half of small x "
      "and "
      "scored on the other, 2: the other way round\n"
      "value,fitted_1,scored_1,behind_1,behind_error_1,fitted_2,scored_2,behind_2,behind_error_2,"
      "rotation_deg_1,magnification_1,shift_x_A_1,shift_y_A_1,second_peak_1,r1_1,r1_2\n",
      series.axisName, series.axisUnit);
  for (const compare::MemberMatch& m : match.members) {
    text += fmt::format("{:.9g}", m.value);
    for (std::size_t way = 0; way < 2; ++way)
      text += fmt::format(",{:.6f},{:.6f},{:.6f},{:.6f}", m.fitted[way], m.scored[way],
                          m.behind[way], m.behindError[way]);
    const compare::Similarity& s = m.registration[0].found;
    text += fmt::format(",{:.5f},{:.6f},{:.5f},{:.5f},{:.4f},{:.6f},{:.6f}\n", s.rotation_deg,
                        s.magnification, s.shift_A.x(), s.shift_A.y(), m.registration[0].secondPeak,
                        m.r1[0], m.r1[1]);
  }
  return text;
}

// Both ways one below the other; a half that the member hardly shows has no lines.
std::string ringTableOf(const compare::SeriesMatch& match) {
  std::string text =
      "# Fourier ring correlation of a measured map and the best member, on the half that was not "
      "fitted (scored 1: large x)\nscored,k_invA,correlation,half_bit,one_seventh,pixels\n";
  for (std::size_t way = 0; way < 2; ++way)
    for (const compare::FourierRingPoint& p : match.rings[way])
      text += fmt::format("{},{:.6g},{:.6f},{:.6f},{:.6f},{:g}\n", way + 1, p.k_invA, p.correlation,
                          p.halfBit, compare::kOneSeventh, p.pixels);
  return text;
}

std::string ringsOf(const std::vector<compare::FourierRingPoint>& rings) {
  if (rings.empty()) return "no rings: the member shows too little of that half";
  const auto at = [&](double resolution_A, const char* curve) {
    return std::isnan(resolution_A) ? fmt::format("above the {} curve to {:.3g} angstrom", curve,
                                                  1 / rings.back().k_invA)
                                    : fmt::format("{:.3g} angstrom at {}", resolution_A, curve);
  };
  return fmt::format("rings agree to {}, {}", at(compare::halfBitResolution_A(rings), "half-bit"),
                     at(compare::seventhResolution_A(rings), "1/7"));
}

// The errors are those of one peak: of a wrong one they say nothing.
std::string placeOf(const compare::SimilarityFit& r) {
  const auto number = [&](int digits, double value, double error) {
    return r.isUnique() ? fmt::format("{:.{}f} +- {:.2g}", value, digits, error)
                        : fmt::format("{:.{}f}", value, digits);
  };
  const std::string place =
      fmt::format("rotation {} deg, magnification {}, shift ({}, {}) angstrom",
                  number(3, r.found.rotation_deg, r.error.rotation_deg),
                  number(5, r.found.magnification, r.error.magnification),
                  number(3, r.found.shift_A.x(), r.error.shift_A.x()),
                  number(3, r.found.shift_A.y(), r.error.shift_A.y()));
  if (r.isUnique()) return fmt::format("{}; the next peak has {:.2f} of it", place, r.secondPeak);
  return fmt::format(
      "{}\n  NOT UNIQUE: another place agrees {:.2f} times as well (a lattice, or lines): which "
      "one "
      "it is, and with what error, the two images do not tell",
      place, r.secondPeak);
}

void tell(const compare::SeriesMatch& match, const MapSeries& series) {
  fmt::print(
      "{:>14}  {:>8} {:>8}  {:>8} {:>8}   correlation: fitted on one half, scored on the other\n",
      series.axisName, "fitted", "scored", "fitted", "scored");
  for (const compare::MemberMatch& m : match.members)
    fmt::print("{:>14.6g}  {:>8.4f} {:>8.4f}  {:>8.4f} {:>8.4f}\n", m.value, m.fitted[0],
               m.scored[0], m.fitted[1], m.scored[1]);
  for (std::size_t way = 0; way < 2; ++way) {
    const compare::MemberMatch& m = match.members[match.best[way]];
    fmt::print("best on half {}: {} = {:.6g} {}; {}\n", way + 1, series.axisName, m.value,
               series.axisUnit, placeOf(m.registration[way]));
    fmt::print("  where nothing was fitted, {}\n", ringsOf(match.rings[way]));
  }
  std::vector<std::string> values;
  for (const std::size_t i : match.notExcluded)
    values.push_back(fmt::format("{:.6g}", match.members[i].value));
  fmt::print("not told apart (within two standard errors of the best, both ways): {}\n",
             values.empty() ? "none: the two halves disagree"
                            : fmt::format("{}", fmt::join(values, ", ")));
}

int run(const VerbOptions& options) {
  if (!Mpi::isRoot()) return 0;
  const MatchOptions& o = given();
  const fs::path input = options.input;
  requireRegularFile(input);
  requireRegularFile(o.series);
  const std::vector<Map2> maps = readEmdMaps(input);
  const Map2& measured = chosen(maps, o.map, input.string(), "--map");
  const std::vector<MapSeries> all = readEmdSeries(o.series);
  const MapSeries& series = chosen(all, o.signal, o.series, "--signal");
  const compare::SeriesMatch match = compare::matchSeries(measured, series, o.range);
  tell(match, series);
  const fs::path folder = options.output.empty() ? input.parent_path() : fs::path(options.output);
  ensureWritableFolder(folder.empty() ? fs::path(".") : folder);
  const fs::path table = folder / (input.stem().string() + "_match.csv");
  const fs::path image = folder / (input.stem().string() + "_matched.h5");
  requireOwnEmd(image, "matched_with");
  const fs::path rings = folder / (input.stem().string() + "_match_rings.csv");
  PendingTables tables;
  tables.add(table, tableOf(match, series));
  tables.add(rings, ringTableOf(match));
  const compare::MemberMatch& best = match.members[match.best[0]];
  Map2 registered =
      compare::overlaid(series.maps[match.best[0]], measured, best.registration[0].found);
  registered.name = "simulated";
  registered.unit = series.unit;
  registered.description = fmt::format("{} at {} = {:.6g} {}, registered on the measured map",
                                       series.name, series.axisName, best.value, series.axisUnit);
  writeEmdMaps(image, {measured, registered},
               {{"matched_with", fs::path(o.series).filename().string()}});
  tables.commit();
  fmt::print("Written: {}, {}, {}\n", table.string(), rings.string(), image.string());
  return 0;
}

}  // namespace

Verb matchVerb() {
  Verb verb;
  verb.name = "match";
  verb.summary =
      "Which member of a simulated series describes a measured map, scored where nothing was "
      "fitted";
  verb.input = "Measured map (EMD 1.0; glasscope import makes it)";
  verb.addOptions = addOptions;
  verb.examples =
      "Every member is registered (turn, magnification, shift) and scaled on one half of the map "
      "and "
      "scored on the other.\n"
      "  glasscope match haadf.h5 runs/film/signals/haadf/series.h5 -o matched";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
