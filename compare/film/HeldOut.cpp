#include "compare/film/HeldOut.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace glasscope::compare {

namespace {

constexpr double kFewestBlocks = 8;  // an interval from fewer squares says nothing

int countOf(const Mask& mask) {
  return static_cast<int>(
      std::count_if(mask.begin(), mask.end(), [](unsigned char m) { return m != 0; }));
}

}  // namespace

std::array<Mask, 2> halvesOf(const Mask& mask, double pixel_A) {
  const int all = countOf(mask);
  int border = 0, before = 0;  // columns x < border belong to the first half
  while (border < mask.nx() && 2 * before < all) {
    for (int y = 0; y < mask.ny(); ++y) before += mask(border, y) != 0;
    ++border;
  }
  const int gap = static_cast<int>(std::lround(kGap_A / pixel_A));
  std::array<Mask, 2> halves{mask, mask};
  for (int x = 0; x < mask.nx(); ++x) {
    for (int y = 0; y < mask.ny(); ++y) {
      if (x >= border - gap) halves[0](x, y) = 0;
      if (x < border + gap) halves[1](x, y) = 0;
    }
  }
  return halves;
}

HeldOutComparison scoreHeldOut(const Map2& measured, const Mask& mask,
                               const std::vector<FilmModel>& models, const FilmSettings& settings) {
  HeldOutComparison result;
  const double pixel_A = measured.pixel_A.x();
  const std::array<Mask, 2> halves = halvesOf(mask, pixel_A);
  result.pixels = {countOf(halves[1]), countOf(halves[0])};
  const double blockPixels = std::pow(settings.block_A / pixel_A, 2);
  const int fewest = *std::min_element(result.pixels.begin(), result.pixels.end());
  if (fewest < kFewestBlocks * blockPixels) {
    result.why = fmt::format(
        "a half of the map has {} pixels to score, and {:.0f} are needed for {:g} squares of {:g} "
        "angstrom",
        fewest, kFewestBlocks * blockPixels, kFewestBlocks, settings.block_A);
    return result;
  }
  std::vector<std::array<Map2, 2>> images;
  for (const FilmModel& model : models) {
    const MixtureModel mixture(model.parts);
    HeldOutScore score;
    score.model = model.name;
    for (const Map2& part : model.parts) score.parts.push_back(part.name);
    images.emplace_back();
    for (const int way : {0, 1}) {
      score.fit[way] = mixture.fit(measured, halves[way]);
      images.back()[way] = mixture.image(score.fit[way]);
      score.scored[way] = normalisedCrossCorrelation(images.back()[way], measured, halves[1 - way]);
    }
    const std::array<Map2, 2>&ours = images.back(), &theirs = images.front();
    const std::array<ScoredPair, 2> pairs = {ScoredPair{ours[0], theirs[0], halves[1]},
                                             ScoredPair{ours[1], theirs[1], halves[0]}};
    for (const std::size_t way : {0, 1})
      score.gain[way] = filmGain(measured, std::span(pairs).subspan(way, 1), settings);
    score.gainBoth = filmGain(measured, pairs, settings);
    result.scores.push_back(std::move(score));
  }
  return result;
}

}  // namespace glasscope::compare
