#include <algorithm>
#include <cmath>
#include <tuple>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "cli/Verb.h"
#include "compare/scores/LabelScore.h"
#include "compare/scores/MapScore.h"
#include "compare/scores/PointScore.h"
#include "compare/scores/PointTable.h"
#include "core/formats/Emd.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "core/system/Mpi.h"
#include "core/system/OwnFile.h"
#include "core/system/Text.h"
#include "pipeline/studies/BlindStudy.h"

namespace glasscope::cli {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

void addOptions(CLI::App& app, VerbOptions& all) {
  ScoreOptions& o = all.score;
  app.add_option("--map", o.map, "Answer: a map of values in an EMD file");
  app.add_option("--labels", o.labels, "Answer: a map of classes, whole numbers, in an EMD file");
  app.add_option("--positions", o.positions,
                 "Answer: a table with columns x_pixel,y_pixel from 0, or x_A,y_A");
  app.add_option("--number", o.number,
                 "Answer: NAME=VALUE; a length of the data, or the mean of a truth map");
  app.add_option("--truth", o.truths, "Score against this truth alone (again for further ones)");
  app.add_option("--data", o.data,
                 "The data that were given away, to prove that the truth is theirs");
  app.add_option("-o,--output,--json", o.json, "Write the scores to this file as JSON as well");
  app.add_option("--surrogates", o.surrogates, "Surrogates behind each significance")
      ->check(CLI::Range(19, 100000))
      ->capture_default_str();
  app.add_option("--seed", o.seed, "Seed of the surrogates")->capture_default_str();
}

std::vector<Map2> wantedTruths(const pipeline::BlindTruth& truth,
                               const std::vector<std::string>& names) {
  if (names.empty()) return truth.maps;
  std::vector<Map2> wanted;
  std::vector<std::string> known;
  for (const Map2& map : truth.maps) known.push_back(map.name);
  for (const std::string& name : names) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) {
      const std::string nearest = nearestName(name, known);
      throw Error(
          ErrorKind::usage, fmt::format("There is no truth '{}'", name),
          fmt::format("the file holds {}", fmt::join(known, ", ")),
          nearest.empty() ? "choose among these" : fmt::format("did you mean '{}'?", nearest));
    }
    wanted.push_back(truth.maps[static_cast<std::size_t>(found - known.begin())]);
  }
  return wanted;
}

Map2 onlyMap(const fs::path& path) {
  const std::vector<Map2> maps = readEmdMaps(path);
  if (maps.size() == 1) return maps.front();
  throw Error(ErrorKind::usage, fmt::format("'{}' holds {} maps", path.string(), maps.size()),
              "an answer is one map", "write it into a file of its own");
}

Json scoredMap(const std::vector<Map2>& truths, const ScoreOptions& o) {
  compare::AssociationSettings settings;
  settings.surrogates = o.surrogates;
  settings.seed = o.seed;
  const auto scores = compare::scoreMap(truths, onlyMap(o.map), settings);
  Json rows = Json::array();
  fmt::print("{:36} {:>7} {:>8} {:>8} {:>7} {:>7} {:>6}\n", "truth", "r", "p", "p family", "rank r",
             "AUC", "areas");
  for (const auto& s : scores) {
    fmt::print("{:36} {:7.3f} {:8.2g} {:8.2g} {:7.3f} {:7.3f} {:6.0f}\n", s.truth, s.pearson, s.p,
               s.pFamily, s.spearman, s.auc, s.effectiveSamples);
    rows.push_back({{"truth", s.truth},
                    {"pearson", s.pearson},
                    {"p", s.p},
                    {"p_family", s.pFamily},
                    {"spearman", s.spearman},
                    {"auc", s.auc},
                    {"average_precision", s.averagePrecision},
                    {"prevalence", s.prevalence},
                    {"effective_samples", s.effectiveSamples}});
    if (s.orientation.isIdentity()) continue;
    fmt::print("  {} it would be r = {:.3f}: look at the axes of the answer\n",
               s.orientation.text(), s.orientedPearson);
    rows.back()["orientation"] = s.orientation.text();
    rows.back()["pearson_oriented"] = s.orientedPearson;
  }
  return rows;
}

Json scoredLabels(const std::vector<Map2>& truths, const ScoreOptions& o) {
  const auto scores = compare::scoreLabels(truths, onlyMap(o.labels), o.surrogates, o.seed);
  Json rows = Json::array();
  fmt::print("{:36} {:>8} {:>19} {:>8}\n", "truth", "classes", "adjusted Rand index", "p");
  for (const auto& s : scores) {
    fmt::print("{:36} {:8} {:10.3f} +- {:<5.3f} {:8.2g}\n", s.truth, s.classes, s.adjustedRand,
               s.deviation, s.p);
    rows.push_back({{"truth", s.truth},
                    {"classes", s.classes},
                    {"adjusted_rand", s.adjustedRand},
                    {"deviation_by_chance", s.deviation},
                    {"p", s.p}});
  }
  return rows;
}

Json scoredPoints(const std::vector<Map2>& truths, const pipeline::BlindTruth& truth,
                  const ScoreOptions& o) {
  Json rows = Json::array();
  const std::vector<Vec2> points = compare::readPointTable(o.positions, truth.givenPixel_A);
  fmt::print("{:36} {:>7} {:>8} {:>14} {:>8}\n", "truth", "points", "outside", "AUC", "p");
  for (const auto& s : compare::scorePoints(truths, points, o.surrogates, o.seed)) {
    fmt::print("{:36} {:7} {:8} {:6.3f} +- {:<5.3f} {:8.2g}\n", s.truth, s.points, s.outside, s.auc,
               s.deviation, s.p);
    rows.push_back({{"truth", s.truth},
                    {"points", s.points},
                    {"outside", s.outside},
                    {"auc", s.auc},
                    {"deviation_by_chance", s.deviation},
                    {"p", s.p}});
  }
  return rows;
}

// The mean of a map, and how much it varies over the scan.
std::pair<double, double> meanOf(const Map2& map) {
  double sum = 0, squares = 0, count = 0;
  for (const double value : map.values) {
    if (!std::isfinite(value)) continue;
    sum += value;
    squares += value * value;
    count += 1;
  }
  const double mean = sum / count;
  return {mean, std::sqrt(std::max(0.0, squares / count - mean * mean))};
}

Json scoredNumber(const pipeline::BlindTruth& truth, const ScoreOptions& o) {
  const auto equals = o.number.find('=');
  const std::string name = o.number.substr(0, equals);
  if (equals == std::string::npos) {
    throw Error(ErrorKind::usage, fmt::format("'{}' is no number with a name", o.number),
                "it has no =", "write --number pixel_A=0.52");
  }
  const double value = parseNumber(o.number.substr(equals + 1), "--number");
  std::vector<std::string> known;
  double right = NAN, spread = 0;
  for (const auto& [one, number] : truth.numbers) {
    known.push_back(one);
    if (one == name) right = number;
  }
  for (const Map2& map : truth.maps) {
    known.push_back(map.name);
    if (map.name == name) std::tie(right, spread) = meanOf(map);
  }
  if (std::isnan(right)) {
    throw Error(ErrorKind::usage, fmt::format("There is no truth '{}'", name),
                fmt::format("numbers can be given for {}", fmt::join(known, ", ")),
                "choose among these");
  }
  fmt::print("{}: {:.6g}, and {:.6g} is right: {:+.3g} ({:+.3g} %)\n", name, value, right,
             value - right, 100 * (value - right) / right);
  if (spread > 0) fmt::print("  it varies by {:.3g} over the scan\n", spread);
  return {{{"truth", name}, {"answer", value}, {"right", right}, {"spread", spread}}};
}

void checkSeal(const pipeline::BlindTruth& truth, const std::string& data) {
  if (data.empty()) return;
  if (hashFile(data) == truth.givenHash) {
    fmt::print("The truth is sealed for these data.\n");
    return;
  }
  throw Error(ErrorKind::usage, fmt::format("The truth is not that of '{}'", data),
              "it is sealed with the hash of other bytes",
              "give the file as it was given away, or the truth that was made with it");
}

int run(const VerbOptions& options) {
  const ScoreOptions& o = options.score;
  const int answers = !o.map.empty() + !o.labels.empty() + !o.positions.empty() + !o.number.empty();
  if (answers != 1) {
    throw Error(ErrorKind::usage, "There is not one answer to score",
                fmt::format("{} are given", answers),
                "give one of --map, --labels, --positions, --number");
  }
  if (!Mpi::isRoot()) return 0;
  const pipeline::BlindTruth truth = pipeline::readBlindTruth(options.input);
  checkSeal(truth, o.data);
  const std::vector<Map2> truths = wantedTruths(truth, o.truths);
  const Json rows = !o.map.empty()         ? scoredMap(truths, o)
                    : !o.labels.empty()    ? scoredLabels(truths, o)
                    : !o.positions.empty() ? scoredPoints(truths, truth, o)
                                           : scoredNumber(truth, o);
  if (!o.json.empty()) replaceOwnTable(o.json, Json{{"scores", rows}}.dump(2) + "\n");
  return 0;
}

}  // namespace

Verb scoreVerb() {
  Verb verb;
  verb.name = "score";
  verb.summary = "Score what somebody found in blind data: a map, labels, positions or a number";
  verb.input = "Sealed truth that 'glasscope blind' wrote, truth/<scan>.h5";
  verb.addOptions = addOptions;
  verb.examples =
      "The truth itself scores 1 (r, AUC, Rand index); chance is r = 0, AUC = 0.5, Rand index 0.\n"
      "  glasscope score truth/haadf.h5 --map answer.h5 --truth voronoi_volume_A3\n"
      "  glasscope score truth/haadf.h5 --positions found.csv --data given/haadf.h5\n"
      "  glasscope score truth/haadf.h5 --number pixel_A=0.83";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
