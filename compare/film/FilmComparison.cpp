#include "compare/film/FilmComparison.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include <fmt/format.h>

#include "compare/film/FilmImaging.h"
#include "compare/film/LinearProjection.h"
#include "compare/images/GaussianBlur.h"
#include "compare/images/ImageMetrics.h"
#include "compare/images/Registration.h"
#include "core/math/Minimise.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Log.h"

namespace glasscope::compare {

namespace {

constexpr double kReferenceSigma_A = 0.61;  // of the linear projection that the data come with
constexpr double kLargestSigma_A = 2.0;
constexpr double kSlow_A = 5;    // what a high-pass correlation leaves out: thickness, not atoms
constexpr double kWindow_A = 2;  // of the structural similarity: an atom and its neighbours

struct Target {
  Map2 measured;
  Mask valid, interior;
};

// The Gaussian that fits `valid` best: the correlation has one maximum as a function of its width.
double bestSigma(const std::function<Map2(double)>& image, const Target& target) {
  const auto value = [&](double sigma) {
    return normalisedCrossCorrelation(image(sigma), target.measured, target.valid);
  };
  return minimise([&](double sigma) { return -value(sigma); }, 0, kLargestSigma_A, 1e-3).place;
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

// Sums from which the correlation of a set of blocks follows.
struct BlockSums {
  double n = 0, m = 0, mm = 0, a = 0, aa = 0, ma = 0, b = 0, bb = 0, mb = 0;
  void add(const BlockSums& o) {
    n += o.n;
    m += o.m;
    mm += o.mm;
    a += o.a;
    aa += o.aa;
    ma += o.ma;
    b += o.b;
    bb += o.bb;
    mb += o.mb;
  }
  double gain() const {
    const auto r = [&](double x, double xx, double mx) {
      return (mx - m * x / n) / std::sqrt((mm - m * m / n) * (xx - x * x / n));
    };
    return r(a, aa, ma) - r(b, bb, mb);
  }
};

FilmGain gainOf(const Map2& a, const Map2& b, const Target& target, const Mask& mask,
                const FilmSettings& settings) {
  const int side =
      std::max(1, static_cast<int>(std::lround(settings.block_A / target.measured.pixel_A.x())));
  const int across = (mask.ny() + side - 1) / side;
  std::vector<BlockSums> blocks(static_cast<std::size_t>((mask.nx() + side - 1) / side * across));
  for (int x = 0; x < mask.nx(); ++x) {
    for (int y = 0; y < mask.ny(); ++y) {
      if (!mask(x, y)) continue;
      const double m = target.measured.values(x, y), va = a.values(x, y), vb = b.values(x, y);
      const int block = x / side * across + y / side;
      blocks[static_cast<std::size_t>(block)].add(
          {1, m, m * m, va, va * va, m * va, vb, vb * vb, m * vb});
    }
  }
  std::erase_if(blocks, [](const BlockSums& sums) { return sums.n == 0; });
  FilmGain result;
  if (blocks.empty()) {
    result.difference = result.low = result.high = std::nan("");
    return result;
  }
  BlockSums all;
  for (const BlockSums& block : blocks) all.add(block);
  result.difference = all.gain();
  std::vector<double> replicas;
  for (int i = 0; i < settings.bootstrap; ++i) {
    Random random(settings.seed, "film_bootstrap", static_cast<std::uint64_t>(i));
    BlockSums drawn;
    for (std::size_t k = 0; k < blocks.size(); ++k) drawn.add(blocks[random.below(blocks.size())]);
    const double gain = drawn.gain();
    if (std::isfinite(gain)) replicas.push_back(gain);
  }
  std::sort(replicas.begin(), replicas.end());
  if (replicas.empty()) {
    result.low = result.high = std::nan("");
    return result;
  }
  const auto last = static_cast<double>(replicas.size() - 1);
  result.low = replicas[static_cast<std::size_t>(std::floor(0.025 * last))];
  result.high = replicas[static_cast<std::size_t>(std::ceil(0.975 * last))];
  return result;
}

std::string judge(const char* where, double ours, double linear, const FilmGain& gain) {
  if (std::isnan(gain.difference))
    return fmt::format("Over `{}` there is nothing to compare. ", where);
  const std::string numbers = fmt::format(
      "NCC {:.4f} against {:.4f}, difference {:+.4f}, 95 % block-bootstrap interval {:+.4f} to "
      "{:+.4f}",
      ours, linear, gain.difference, gain.low, gain.high);
  if (gain.low > 0) return fmt::format("Over `{}` multislice is better ({}). ", where, numbers);
  if (gain.high < 0) {
    return fmt::format("Over `{}` the linear projection is better ({}). ", where, numbers);
  }
  return fmt::format("Over `{}` the data cannot tell the two apart ({}). ", where, numbers);
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
  return text;
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
  result.gainValid =
      gainOf(result.multislice.image, result.linearFitted.image, target, target.valid, settings);
  result.gainInterior =
      gainOf(result.multislice.image, result.linearFitted.image, target, target.interior, settings);
  result.verdict = verdictOf(result, settings);
  return result;
}

}  // namespace glasscope::compare
