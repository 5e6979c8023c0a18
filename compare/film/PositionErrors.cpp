#include "compare/film/PositionErrors.h"

#include <algorithm>
#include <cmath>

#include "compare/film/FilmImaging.h"
#include "compare/film/FittedGaussian.h"
#include "compare/film/LinearProjection.h"
#include "core/math/Random.h"

namespace glasscope::compare {

namespace {

MeasuredFilm displaced(const MeasuredFilm& film, double error_A, std::uint64_t seed) {
  MeasuredFilm result = film;
  for (std::size_t i = 0; i < result.atoms.size(); ++i) {
    Random random(seed, "film_position_error", 0, i);
    for (int d = 0; d < 3; ++d) result.atoms.positions[i][d] += error_A * random.normal();
  }
  return result;
}

}  // namespace

std::vector<PositionErrorScore> plantPositionErrors(const MeasuredFilm& film,
                                                    const FilmSettings& settings,
                                                    const FilmArea& area, double defocus_A,
                                                    double sigma_A,
                                                    const std::vector<double>& errors_A) {
  FilmSettings ofTruth = settings;
  ofTruth.seed = Random(settings.seed, "film_truth").bits32();
  const Map2 truth =
      gaussianBlur(imageFilm(film, ofTruth, area, defocus_A).image, sigma_A, BlurEdge::reflected);
  Mask mask = area.crop(film.interior);
  if (std::count(mask.begin(), mask.end(), 0) == static_cast<std::ptrdiff_t>(mask.size()))
    mask = area.crop(film.valid);
  const auto agreement = [&](const std::function<Map2(double)>& image) {
    return normalisedCrossCorrelation(image(fittedGaussian_A(image, truth, mask)), truth, mask);
  };
  std::vector<PositionErrorScore> result;
  for (const double error_A : errors_A) {
    const MeasuredFilm wrong = displaced(film, error_A, settings.seed);
    const Map2 sharp = imageFilm(wrong, settings, area, defocus_A).image;
    PositionErrorScore score{error_A, 0, 0};
    score.multislice =
        agreement([&](double sigma) { return gaussianBlur(sharp, sigma, BlurEdge::reflected); });
    score.linear = agreement([&](double sigma) {
      return area.crop(linearProjection(wrong.atoms, film.measured, sigma));
    });
    result.push_back(score);
  }
  return result;
}

double errorThatExplains(const std::vector<PositionErrorScore>& planted, double ncc) {
  for (std::size_t i = 0; i + 1 < planted.size(); ++i) {
    const PositionErrorScore &a = planted[i], &b = planted[i + 1];
    if (!(a.multislice >= ncc && b.multislice <= ncc) || a.multislice == b.multislice) continue;
    return a.error_A +
           (a.multislice - ncc) / (a.multislice - b.multislice) * (b.error_A - a.error_A);
  }
  return std::nan("");
}

}  // namespace glasscope::compare
