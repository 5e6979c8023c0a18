#include "compare/scores/LabelScore.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "compare/scores/ScoredShape.h"
#include "compare/scores/Shifts.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

constexpr int kNone = -1;
constexpr int kMostClasses = 64;  // beyond, a map of numbers was given for one of classes

// Classes from 0 in the order of their labels; kNone without a label.
std::vector<int> classesOf(const Map2& labels, int& count) {
  std::map<double, int> known;
  for (const double label : labels.values) {
    if (std::isnan(label)) continue;
    if (label != std::round(label)) {
      throw Error(ErrorKind::usage, fmt::format("The label {:g} is no whole number", label),
                  "labels are names of classes", "give the map with --map if it is one of values");
    }
    known[label] = 0;
  }
  count = static_cast<int>(known.size());
  if (count < 2 || count > kMostClasses) {
    throw Error(ErrorKind::usage, fmt::format("The labels make {} classes", count),
                fmt::format("2 to {} can be scored", kMostClasses),
                "give the map with --map if it is one of values");
  }
  int next = 0;
  for (auto& [label, index] : known) index = next++;
  std::vector<int> classes;
  for (const double label : labels.values)
    classes.push_back(std::isnan(label) ? kNone : known.at(label));
  return classes;
}

// The truth in classes of the same sizes, over the pixels that have both. Equal truths are cut in
// the order of the pixels.
std::vector<int> truthClasses(const Map2& truth, const std::vector<int>& labels, int count) {
  const auto n = static_cast<std::size_t>(count);
  std::vector<double> sum(n, 0), size(n, 0);
  std::vector<std::size_t> pixels;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] == kNone || !std::isfinite(truth.values[i])) continue;
    const auto label = static_cast<std::size_t>(labels[i]);
    sum[label] += truth.values[i];
    size[label] += 1;
    pixels.push_back(i);
  }
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t label = 0; label < n; ++label)
    if (size[label] > 0) sum[label] /= size[label];
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return sum[a] < sum[b]; });
  std::stable_sort(pixels.begin(), pixels.end(),
                   [&](std::size_t a, std::size_t b) { return truth.values[a] < truth.values[b]; });
  std::vector<int> classes(labels.size(), kNone);
  std::size_t next = 0;
  for (const std::size_t label : order)
    for (double i = 0; i < size[label]; ++i) classes[pixels[next++]] = static_cast<int>(label);
  return classes;
}

double pairs(double n) {
  return n * (n - 1) / 2;
}

double adjustedRand(const std::vector<int>& a, const std::vector<int>& b, int count) {
  const auto n = static_cast<std::size_t>(count);
  std::vector<double> both(n * n, 0), ofA(n, 0), ofB(n, 0);
  double all = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == kNone || b[i] == kNone) continue;
    const auto x = static_cast<std::size_t>(a[i]), y = static_cast<std::size_t>(b[i]);
    both[x * n + y] += 1;
    ofA[x] += 1;
    ofB[y] += 1;
    all += 1;
  }
  const auto sumOf = [](const std::vector<double>& counts) {
    double sum = 0;
    for (const double one : counts) sum += pairs(one);
    return sum;
  };
  if (all < 2) return 0;
  const double expected = sumOf(ofA) * sumOf(ofB) / pairs(all);
  const double most = (sumOf(ofA) + sumOf(ofB)) / 2;
  return most > expected ? (sumOf(both) - expected) / (most - expected) : 0;
}

std::vector<int> shifted(const std::vector<int>& labels, int nx, int ny, int dx, int dy) {
  std::vector<int> moved(labels.size());
  for (int x = 0; x < nx; ++x)
    for (int y = 0; y < ny; ++y)
      moved[static_cast<std::size_t>((x + dx) % nx) * ny + (y + dy) % ny] =
          labels[static_cast<std::size_t>(x) * ny + y];
  return moved;
}

}  // namespace

std::vector<LabelScore> scoreLabels(const std::vector<Map2>& truths, const Map2& labels, int shifts,
                                    std::uint64_t seed) {
  requireShape(truths, labels);
  int count = 0;
  const std::vector<int> found = classesOf(labels, count);
  std::vector<LabelScore> scores;
  for (const Map2& truth : truths) {
    // A shifted answer is scored as the answer is: against the truth cut to its sizes and order.
    const auto score = [&](const std::vector<int>& some) {
      return adjustedRand(some, truthClasses(truth, some, count), count);
    };
    LabelScore one;
    one.truth = truth.name;
    one.classes = count;
    one.adjustedRand = score(found);
    const ShiftTest test = testShifts(
        truth.nx(), truth.ny(), one.adjustedRand, 0, shifts, seed,
        [&](int dx, int dy) { return score(shifted(found, truth.nx(), truth.ny(), dx, dy)); });
    one.p = test.p;
    one.deviation = test.deviation;
    scores.push_back(one);
  }
  return scores;
}

}  // namespace glasscope::compare
