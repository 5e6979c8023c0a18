#include "compare/film/FilmComparison.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>

#include <fmt/format.h>

#include "compare/film/DepthImage.h"
#include "compare/film/FilmImaging.h"
#include "compare/film/FittedGaussian.h"
#include "compare/film/LinearProjection.h"
#include "compare/images/GaussianBlur.h"
#include "compare/images/ImageMetrics.h"
#include "compare/images/Registration.h"
#include "core/system/Error.h"
#include "core/system/Log.h"

namespace glasscope::compare {

namespace {

constexpr double kReferenceSigma_A = 0.61;  // of the linear projection that the data come with
constexpr double kSlow_A = 5;  // what a high-pass correlation leaves out: thickness, not atoms
constexpr double kPlanted_A[] = {0, 0.15, 0.3, 0.45};  // errors of coordinates, along one axis
constexpr double kWindow_A = 2;  // of the structural similarity: an atom and its neighbours

struct Target {
  Map2 measured;
  Mask valid, interior;
};

double bestSigma(const std::function<Map2(double)>& image, const Target& target) {
  return fittedGaussian_A(image, target.measured, target.valid);
}

bool any(const Mask& mask) {
  return std::any_of(mask.begin(), mask.end(), [](unsigned char m) { return m != 0; });
}

FilmScore score(std::string method, Map2 image, double sigma_A, const Target& target) {
  FilmScore result;
  result.method = std::move(method);
  const LinearFit scale = fitScale(image, target.measured, target.valid);
  for (double& v : image.values) v = scale.scale * v + scale.offset;
  image.unit = target.measured.unit;
  result.frc = fourierRingCorrelation(image, target.measured, target.valid);
  FilmScore::Agreement& agreement = result.agreement;
  agreement.nccValid = normalisedCrossCorrelation(image, target.measured, target.valid);
  agreement.r1Valid = r1(image, target.measured, target.valid);
  agreement.nccHighPass = highPassCorrelation(image, target.measured, target.valid, kSlow_A);
  agreement.structuralSimilarity =
      structuralSimilarity(image, target.measured, target.valid, kWindow_A);
  agreement.frcHalfBitValid_A = halfBitResolution_A(result.frc);
  if (any(target.interior)) {
    agreement.nccInterior = normalisedCrossCorrelation(image, target.measured, target.interior);
    agreement.r1Interior = r1(image, target.measured, target.interior);
  } else {
    agreement.nccInterior = agreement.r1Interior = std::nan("");
  }
  FilmScore::Fit& fit = result.fit;
  fit.sigma_A = sigma_A;
  fit.scale = scale.scale;
  fit.offset = scale.offset;
  fit.residualShift_A = registerShift(image, target.measured, 0.6).shift_A;
  result.image = std::move(image);
  return result;
}

FilmGain gainOf(const FilmComparison& c, const Target& target, const Mask& mask,
                const FilmSettings& settings) {
  const ScoredPair pair{c.multislice.image, c.linearFitted.image, mask};
  return filmGain(target.measured, {&pair, 1}, settings);
}

std::string judge(const char* where, double ours, double linear, const FilmGain& gain) {
  if (std::isnan(gain.difference))
    return fmt::format("Over `{}` there is nothing to compare. ", where);
  const std::string numbers = fmt::format(
      "NCC {:.4f} against {:.4f}, difference {:+.4f}, 95 % block-bootstrap interval {:+.4f} to "
      "{:+.4f}",
      ours, linear, gain.difference, gain.low, gain.high);
  if (gain.isBetter()) return fmt::format("Over `{}` multislice is better ({}). ", where, numbers);
  if (gain.isWorse()) {
    return fmt::format("Over `{}` the linear projection is better ({}). ", where, numbers);
  }
  return fmt::format("Over `{}` the data cannot tell the two apart ({}). ", where, numbers);
}

// What the halves and the planted errors say, after a space; nothing where there are no halves.
std::string heldOutVerdict(const FilmComparison& c) {
  const HeldOutComparison& held = c.heldOut;
  if (held.scores.empty())
    return " Nothing was scored on pixels left out of the fit: " + held.why + ".";
  const HeldOutScore& linear = held.scores.front();
  const HeldOutScore& ours = held.scores.back();
  const auto mean = [](const HeldOutScore& s) { return 0.5 * (s.scored[0] + s.scored[1]); };
  const FilmGain& gain = ours.gainBoth;
  std::string text = fmt::format(
      " Fitted on one half and scored on the other, both ways, with a free kernel for each: {} "
      "{:.4f}, {} {:.4f}, difference {:+.4f}, interval {:+.4f} to {:+.4f}: {}.",
      ours.model, mean(ours), linear.model, mean(linear), gain.difference, gain.low, gain.high,
      gain.isBetter()  ? "multislice is better"
      : gain.isWorse() ? "the linear projection is better"
                       : "the data cannot tell the two apart");
  if (c.positionErrors.empty()) return text;
  const double explains_A = errorThatExplains(c.positionErrors, mean(ours));
  text += " In images of the model itself";
  for (std::size_t i = 0; i < c.positionErrors.size(); ++i) {
    const PositionErrorScore& planted = c.positionErrors[i];
    text += fmt::format(
        "{} errors of {:g} A in the coordinates leave {:.3f} to multislice and "
        "{:.3f} to the projection",
        i == 0 ? "" : ";", planted.error_A, planted.multislice, planted.linear);
  }
  text += std::isfinite(explains_A)
              ? fmt::format(
                    "; about {:.2f} A of error along each axis would explain the agreement "
                    "that is reached.",
                    explains_A)
              : "; the agreement that is reached lies outside of these.";
  return text;
}

std::string verdictOf(const FilmComparison& c, const FilmSettings& settings) {
  std::string text = judge("valid", c.multislice.agreement.nccValid,
                           c.linearFitted.agreement.nccValid, c.gainValid) +
                     judge("interior", c.multislice.agreement.nccInterior,
                           c.linearFitted.agreement.nccInterior, c.gainInterior);
  text += fmt::format(
      "Both had one Gaussian width fitted over `valid` ({:.2f} A for multislice, {:.2f} A for the "
      "projection), and scale and offset; ",
      c.multislice.fit.sigma_A, c.linearFitted.fit.sigma_A);
  text +=
      settings.defocus_A.size() > 1
          ? fmt::format("multislice also its defocus, among {} values. ", settings.defocus_A.size())
          : "nothing else was fitted. ";
  if (c.detectorOuterUsed_mrad < settings.detectorOuter_mrad) {
    text +=
        fmt::format("The detector was cut at {:.0f} of {:.0f} mrad, which the sampling carries. ",
                    c.detectorOuterUsed_mrad, settings.detectorOuter_mrad);
  }
  text +=
      "The atoms were refined by others against projections linear in the density, from maps that "
      "were denoised: this favours the linear projection and caps what any model can reach.";
  if (settings.quick) text += " Only a small square of the film was compared.";
  return text + heldOutVerdict(c);
}

Target targetOf(const MeasuredFilm& film, const FilmArea& area) {
  return {area.crop(film.measured), area.crop(film.valid), area.crop(film.interior)};
}

std::function<Map2(double)> blurred(const Map2& image) {
  return [&image](double sigma) { return gaussianBlur(image, sigma, BlurEdge::reflected); };
}

void compareProjections(const MeasuredFilm& film, const FilmArea& area, const Target& target,
                        FilmComparison& result) {
  const auto linear = [&](double sigma) {
    return area.crop(linearProjection(film.atoms, film.measured, sigma));
  };
  result.linearFixed = score(fmt::format("linear projection, sigma {:g} A", kReferenceSigma_A),
                             linear(kReferenceSigma_A), kReferenceSigma_A, target);
  const double sigma = bestSigma(linear, target);
  result.linearFitted = score("linear projection, sigma fitted", linear(sigma), sigma, target);
}

// That of the settings, or of several the one that a small area says; what was tried is kept.
double bestDefocus(const MeasuredFilm& film, const FilmSettings& settings, const FilmArea& area,
                   FilmComparison& result) {
  const std::vector<double>& tried = settings.defocus_A;
  if (tried.size() == 1) return tried.front();
  const Target target = targetOf(film, area);
  for (const double defocus : tried) {
    const Map2 image = imageFilm(film, settings, area, defocus).image;
    const double sigma = bestSigma(blurred(image), target);
    result.defocusTried_A.push_back(defocus);
    result.nccOfDefocus.push_back(
        normalisedCrossCorrelation(blurred(image)(sigma), target.measured, target.valid));
  }
  const auto best = std::ranges::max_element(result.nccOfDefocus) - result.nccOfDefocus.begin();
  const double defocus = tried[static_cast<std::size_t>(best)];
  const auto [least, most] = std::ranges::minmax(tried);
  if (defocus == least || defocus == most)
    logWarning(fmt::format(
        "the best defocus of the film, {:g} A, is the last of those tried: give more values beyond",
        defocus));
  return defocus;
}

// Where models are scored that were fitted elsewhere: not where the defocus was chosen.
Mask scoredPixels(const FilmSettings& settings, const FilmArea& area, const FilmArea& probeArea,
                  const Target& target) {
  Mask mask = any(target.interior) ? target.interior : target.valid;
  if (settings.defocus_A.size() == 1) return mask;
  for (int x = 0; x < mask.nx(); ++x) {
    for (int y = 0; y < mask.ny(); ++y) {
      const int fx = x + area.x0, fy = y + area.y0;
      if (fx >= probeArea.x0 && fx < probeArea.x1 && fy >= probeArea.y0 && fy < probeArea.y1)
        mask(x, y) = 0;
    }
  }
  return mask;
}

std::vector<FilmModel> modelsOf(const MeasuredFilm& film, const FilmSettings& settings,
                                const FilmArea& area, double defocus_A, const FilmImage& sharp) {
  std::vector<FilmModel> models = {
      {"linear projection", {area.crop(linearProjection(film.atoms, film.measured, 0))}},
      {"incoherent image with the depth of focus",
       {area.crop(filmDepthImage(film, settings, defocus_A))}},
      {"multislice, whole detector", {sharp.image}}};
  if (sharp.annuli.size() > 1) models.push_back({"multislice, weighted annuli", sharp.annuli});
  return models;
}

void warnOfSampling(const FilmImage& image, const FilmSettings& settings) {
  if (image.detectorOuterUsed_mrad < settings.detectorOuter_mrad) {
    logWarning(fmt::format(
        "the detector of the film reaches {:g} mrad, the sampling of {:g} A "
        "carries {:.4g}: it was cut there",
        settings.detectorOuter_mrad, settings.sampling_A, image.detectorOuterUsed_mrad));
  }
  const double needed_mrad = image.detectorOuterUsed_mrad + settings.semiangle_mrad;
  if (image.carriedAngle_mrad < needed_mrad * (1 - 1e-9)) {
    logWarning(fmt::format(
        "the sampling of the film carries {:.4g} mrad, and a detector to {:.4g} with a semiangle "
        "of {:g} needs {:.4g}: what is scattered to its outer edge is too weak; leave "
        "film.sampling_A at 0",
        image.carriedAngle_mrad, image.detectorOuterUsed_mrad, settings.semiangle_mrad,
        needed_mrad));
  }
}

}  // namespace

FilmComparison compareFilm(const MeasuredFilm& film, const FilmSettings& settings) {
  if (settings.defocus_A.empty() || settings.bootstrap < 1 || !(settings.block_A > 0)) {
    throw Error(ErrorKind::usage, "the film cannot be compared with these settings",
                "a defocus, a bootstrap replica and a block are needed", "correct them");
  }
  const FilmArea probeArea = FilmArea::mostInterior(film, settings.quickPixels);
  const FilmArea area = settings.quick ? probeArea : FilmArea::ofValid(film);
  const Target target = targetOf(film, area);
  FilmComparison result;
  result.measured = target.measured;
  result.valid = target.valid;
  result.interior = target.interior;
  compareProjections(film, area, target, result);
  const double defocus = bestDefocus(film, settings, probeArea, result);
  const FilmImage sharp = imageFilm(film, settings, area, defocus);
  result.detectorOuterUsed_mrad = sharp.detectorOuterUsed_mrad;
  warnOfSampling(sharp, settings);
  const double sigma = bestSigma(blurred(sharp.image), target);
  result.multislice = score("multislice", blurred(sharp.image)(sigma), sigma, target);
  result.multislice.fit.defocus_A = defocus;
  result.gainValid = gainOf(result, target, target.valid, settings);
  result.gainInterior = gainOf(result, target, target.interior, settings);
  result.heldOut = scoreHeldOut(target.measured, scoredPixels(settings, area, probeArea, target),
                                modelsOf(film, settings, area, defocus, sharp), settings);
  if (!result.heldOut.scores.empty()) {
    result.positionErrors = plantPositionErrors(film, settings, probeArea, defocus, sigma,
                                                {std::begin(kPlanted_A), std::end(kPlanted_A)});
  }
  result.verdict = verdictOf(result, settings);
  return result;
}

}  // namespace glasscope::compare
