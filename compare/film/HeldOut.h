#pragma once

#include <array>
#include <string>
#include <vector>

#include "compare/film/FilmGain.h"
#include "compare/film/MeasuredFilm.h"
#include "compare/film/MixtureFit.h"

namespace glasscope::compare {

/// Images that one theory makes of the atoms: one, or one for each annulus of the detector.
struct FilmModel {
  std::string name;
  std::vector<Map2> parts;
};

/// How a model does on pixels that it was not fitted to. The two entries of a list are the two
/// ways: fitted on the first half (small x) and scored on the second, and the other way round.
struct HeldOutScore {
  std::string model;
  std::vector<std::string> parts;
  std::array<MixtureFit, 2> fit;   ///< its correlation is that on the fitted half
  std::array<double, 2> scored{};  ///< NCC on the other half
  /// Against the first model of the list: of each way, and their mean.
  std::array<FilmGain, 2> gain;
  FilmGain gainBoth;
};

/// Every model with a free kernel, and weights where it has several parts.
struct HeldOutComparison {
  std::vector<HeldOutScore> scores;  ///< empty where `why` says why not
  std::array<int, 2> pixels{};       ///< scored in each half
  std::string why;
};

/// The pixels of `mask` in two halves by x, each with half of the pixels but for kGap_A on either
/// side of the border between them.
inline constexpr double kGap_A = 2;
std::array<Mask, 2> halvesOf(const Mask& mask, double pixel_A);

/// Fits each model on one half of `mask` and scores it on the other, both ways. Too few pixels for
/// eight blocks in each half: no scores, and `why`.
HeldOutComparison scoreHeldOut(const Map2& measured, const Mask& mask,
                               const std::vector<FilmModel>& models, const FilmSettings& settings);

}  // namespace glasscope::compare
