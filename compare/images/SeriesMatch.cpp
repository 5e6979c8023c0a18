#include "compare/images/SeriesMatch.h"

#include <algorithm>
#include <cmath>

#include "compare/images/ImageMetrics.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

constexpr int kBlocks = 8;  // of a half, along y

// The map with nothing but one of its halves.
Map2 halfOf(const Map2& map, int half) {
  Map2 result = map;
  for (int x = 0; x < map.nx(); ++x)
    if ((2 * x < map.nx()) != (half == 0))
      for (int y = 0; y < map.ny(); ++y) result.values(x, y) = std::nan("");
  return result;
}

Mask maskWithout(const Map2& map, int block) {
  Mask mask(map.nx(), map.ny(), 1);
  for (int x = 0; x < map.nx(); ++x)
    for (int y = 0; y < map.ny(); ++y) mask(x, y) = y * kBlocks / map.ny() != block;
  return mask;
}

// The fraction of the map's pixels where the image shows something.
double coverageOf(const Map2& map, const Map2& image) {
  double pixels = 0, shown = 0;
  for (std::size_t i = 0; i < map.values.size(); ++i) {
    if (!std::isfinite(map.values[i])) continue;
    ++pixels;
    shown += std::isfinite(image.values[i]);
  }
  return pixels > 0 ? shown / pixels : 0;
}

/// A member on one way: what was fitted, and its image on the grid of the map.
struct Trial {
  SimilarityFit registration;
  Map2 image;  // scaled on the fitted half
  std::array<double, kBlocks> scoredWithout{};
};

Trial trialOf(const Map2& fitted, const Map2& other, const Map2& member,
              const SimilarityRange& range, MemberMatch& match, std::size_t way) {
  Trial trial;
  trial.registration = registerSimilarity(fitted, member, range);
  trial.image = overlaid(member, fitted, trial.registration.found);
  const Mask all(fitted.nx(), fitted.ny(), 1);
  const LinearFit scale = fitScale(trial.image, fitted, all);
  for (double& v : trial.image.values) v = scale.scale * v + scale.offset;
  match.registration[way] = trial.registration;
  match.fitted[way] = trial.registration.correlation;
  if (coverageOf(other, trial.image) < range.overlap) {  // it shows another place: nothing agrees
    match.scored[way] = 0;
    match.r1[way] = 1;
    return trial;
  }
  match.scored[way] = normalisedCrossCorrelation(trial.image, other, all);
  match.r1[way] = r1(trial.image, other, all);
  for (int block = 0; block < kBlocks; ++block)
    trial.scoredWithout[static_cast<std::size_t>(block)] =
        normalisedCrossCorrelation(trial.image, other, maskWithout(fitted, block));
  return trial;
}

// The difference of two members on the same pixels, block by block: what both share drops out.
double errorOfDifference(const Trial& a, const Trial& b) {
  double mean = 0, squares = 0;
  for (std::size_t i = 0; i < kBlocks; ++i)
    mean += (a.scoredWithout[i] - b.scoredWithout[i]) / kBlocks;
  for (std::size_t i = 0; i < kBlocks; ++i)
    squares += std::pow(a.scoredWithout[i] - b.scoredWithout[i] - mean, 2);
  return std::sqrt((kBlocks - 1.0) / kBlocks * squares);
}

}  // namespace

SeriesMatch matchSeries(const Map2& measured, const MapSeries& series,
                        const SimilarityRange& range) {
  GLASSCOPE_ENSURE(!series.maps.empty() && series.maps.size() == series.axis.size(),
                   "a series has a value a map");
  SeriesMatch result;
  result.members.resize(series.maps.size());
  for (std::size_t i = 0; i < series.maps.size(); ++i) result.members[i].value = series.axis[i];
  for (std::size_t way = 0; way < 2; ++way) {
    const Map2 fitted = halfOf(measured, static_cast<int>(way));
    const Map2 other = halfOf(measured, 1 - static_cast<int>(way));
    std::vector<Trial> trials;
    for (std::size_t i = 0; i < series.maps.size(); ++i)
      trials.push_back(trialOf(fitted, other, series.maps[i], range, result.members[i], way));
    const auto best = std::max_element(result.members.begin(), result.members.end(),
                                       [way](const MemberMatch& a, const MemberMatch& b) {
                                         return a.fitted[way] < b.fitted[way];
                                       });
    result.best[way] = static_cast<std::size_t>(best - result.members.begin());
    for (std::size_t i = 0; i < trials.size(); ++i) {
      MemberMatch& member = result.members[i];
      member.behind[way] = best->scored[way] - member.scored[way];
      member.behindError[way] = errorOfDifference(trials[result.best[way]], trials[i]);
    }
    const Map2& image = trials[result.best[way]].image;
    if (coverageOf(other, image) < range.overlap) continue;
    const Mask all(measured.nx(), measured.ny(), 1);  // pixels that are NaN do not count
    result.rings[way] = fourierRingCorrelation(other, image, all);
  }
  for (std::size_t i = 0; i < result.members.size(); ++i) {
    const MemberMatch& m = result.members[i];
    constexpr double kErrors = 2;
    if (m.behind[0] <= kErrors * m.behindError[0] && m.behind[1] <= kErrors * m.behindError[1])
      result.notExcluded.push_back(i);
  }
  return result;
}

}  // namespace glasscope::compare
