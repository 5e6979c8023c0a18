#include "compare/images/Similarity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "compare/images/Registration.h"
#include "compare/images/ShiftSurface.h"
#include "core/math/Constants.h"
#include "core/math/Jackknife.h"
#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "core/system/Parallel.h"

namespace glasscope::compare {

namespace {

constexpr int kBlocksAcross = 4;
constexpr int kBlocks = kBlocksAcross * kBlocksAcross;
constexpr int kNoBlock = -1;
constexpr int kHalvings = 7;  // of the steps of the search

// Positions are counted from the middles of both maps, so that a turn is about what is seen.
Vec2 middleOf(const Map2& map) {
  return Vec2(0.5 * (map.nx() - 1) * map.pixel_A.x(), 0.5 * (map.ny() - 1) * map.pixel_A.y());
}

/// Reads a moving image at points of a reference.
class Overlay {
 public:
  Overlay(const Map2& moving, const Map2& reference, const Similarity& s)
      : moving_(moving),
        reference_(reference),
        middle_(middleOf(reference)),
        own_(middleOf(moving)) {
    const double angle = s.rotation_deg * constants::kPi / 180;
    cosine_ = s.magnification * std::cos(angle);
    sine_ = s.magnification * std::sin(angle);
    shift_ = s.shift_A;
  }

  double at(int x, int y) const {
    const Vec2 r = Vec2(x * reference_.pixel_A.x(), y * reference_.pixel_A.y()) - middle_;
    const Vec2 there =
        Vec2(cosine_ * r.x() - sine_ * r.y(), sine_ * r.x() + cosine_ * r.y()) + shift_ + own_;
    const double px = there.x() / moving_.pixel_A.x(), py = there.y() / moving_.pixel_A.y();
    // A pixel on the very edge needs no neighbour beyond it.
    constexpr double kRounding = 1e-9;
    const int x0 = std::min(static_cast<int>(std::floor(px + kRounding)), moving_.nx() - 2);
    const int y0 = std::min(static_cast<int>(std::floor(py + kRounding)), moving_.ny() - 2);
    if (x0 < 0 || y0 < 0 || px > moving_.nx() - 1 + kRounding || py > moving_.ny() - 1 + kRounding)
      return std::nan("");
    const double fx = std::max(px - x0, 0.0), fy = std::max(py - y0, 0.0);
    const auto& v = moving_.values;
    return (1 - fx) * ((1 - fy) * v(x0, y0) + fy * v(x0, y0 + 1)) +
           fx * ((1 - fy) * v(x0 + 1, y0) + fy * v(x0 + 1, y0 + 1));
  }

 private:
  const Map2& moving_;
  const Map2& reference_;
  Vec2 middle_, own_, shift_{0, 0};
  double cosine_ = 1, sine_ = 0;
};

struct Agreement {
  double correlation = -1, overlap = 0;
};

int blockOf(const Map2& map, int x, int y) {
  return (x * kBlocksAcross / map.nx()) * kBlocksAcross + y * kBlocksAcross / map.ny();
}

// Pearson's r over the pixels that both cover, one block left out; r counts as -1 where they cover
// too little.
Agreement agreementOf(const Map2& reference, const Map2& moving, const Similarity& s, double least,
                      int without) {
  const Overlay overlay(moving, reference, s);
  double n = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0, all = 0;
  for (int x = 0; x < reference.nx(); ++x) {
    for (int y = 0; y < reference.ny(); ++y) {
      if (blockOf(reference, x, y) == without) continue;
      const double u = reference.values(x, y);
      if (!std::isfinite(u)) continue;
      ++all;
      const double v = overlay.at(x, y);
      if (!std::isfinite(v)) continue;
      ++n;
      a += u, b += v, aa += u * u, bb += v * v, ab += u * v;
    }
  }
  if (all == 0 || n < std::max(3.0, least * all)) return {};
  const double variance = (aa - a * a / n) * (bb - b * b / n);
  return {variance > 0 ? (ab - a * b / n) / std::sqrt(variance) : -1, n / all};
}

using Steps = std::array<double, 4>;

Similarity moved(Similarity s, std::size_t parameter, double by) {
  if (parameter == 0) s.rotation_deg += by;
  if (parameter == 1) s.magnification += by;
  if (parameter >= 2) s.shift_A[static_cast<int>(parameter) - 2] += by;
  return s;
}

// A search along the four coordinates with steps that are halved when none helps: the peak is
// smooth within a pixel. `step` shrinks to a hundredth.
Similarity refined(const Map2& reference, const Map2& moving, Similarity s, Steps step,
                   double least, int without) {
  double best = agreementOf(reference, moving, s, least, without).correlation;
  for (int halving = 0; halving < kHalvings; ++halving) {
    throwIfInterrupted();
    for (bool better = true; better;) {
      better = false;
      for (std::size_t parameter = 0; parameter < step.size(); ++parameter) {
        for (const double sign : {1.0, -1.0}) {
          const Similarity candidate = moved(s, parameter, sign * step[parameter]);
          const double here = agreementOf(reference, moving, candidate, least, without).correlation;
          if (here <= best) continue;
          best = here;
          s = candidate;
          better = true;
        }
      }
    }
    for (double& one : step) one *= 0.5;
  }
  return s;
}

// The same turn, of what the reference would see `shift_A` further on.
Similarity shiftedBy(Similarity s, const Vec2& shift_A) {
  const double angle = s.rotation_deg * constants::kPi / 180;
  s.shift_A +=
      s.magnification * Vec2(std::cos(angle) * shift_A.x() - std::sin(angle) * shift_A.y(),
                             std::sin(angle) * shift_A.x() + std::cos(angle) * shift_A.y());
  return s;
}

// What the reference does not see of a turned image counts as its mean.
Map2 filled(Map2 map) {
  double sum = 0, count = 0;
  for (const double v : map.values)
    if (std::isfinite(v)) sum += v, ++count;
  for (double& v : map.values)
    if (!std::isfinite(v)) v = count > 0 ? sum / count : 0;
  map.periodic = false;
  return map;
}

// The shift is that of the turned and magnified image; phase correlation finds it whatever its
// size.
Similarity withShift(const Map2& reference, const Map2& moving, Similarity s) {
  Map2 turned = overlaid(moving, reference, s);
  if (std::none_of(turned.values.begin(), turned.values.end(),
                   [](double v) { return std::isfinite(v); }))
    return s;
  turned.name = moving.name;
  Map2 still = filled(reference);
  return shiftedBy(s, registerShift(still, filled(std::move(turned))).shift_A);
}

std::vector<double> ladder(double middle, double reach, double step) {
  const int count = step > 0 ? static_cast<int>(std::ceil(reach / step)) : 0;
  std::vector<double> values;
  for (int i = -count; i <= count; ++i)
    values.push_back(middle + (count > 0 ? reach * i / count : 0));
  return values;
}

struct Candidate {
  Similarity s;
  Agreement agreement;
};

// The moving image on a grid that reaches half of the reference beyond it on every side.
Map2 overlaidBeyond(const Map2& moving, const Map2& reference, const Similarity& s) {
  Map2 grid = reference;
  grid.values = Array2<double>(reference.nx() + 2 * (reference.nx() / 2),
                               reference.ny() + 2 * (reference.ny() / 2));
  return overlaid(moving, grid, s);
}

// The best of the turns beyond the one that was found: beyond three times the turn at which the
// best of all magnifications has fallen to half. 0 where it does not fall so far in the range.
double secondTurn(const std::vector<Candidate>& candidates, const Similarity& found, double best) {
  std::vector<std::pair<double, double>> turns;  // how far, and the best there
  for (const Candidate& one : candidates) {
    const double away = std::abs(one.s.rotation_deg - found.rotation_deg);
    const double here = one.agreement.correlation;
    const bool same = !turns.empty() && turns.back().first == away;
    if (same)
      turns.back().second = std::max(turns.back().second, here);
    else
      turns.emplace_back(away, here);
  }
  constexpr double kHalf = 0.5, kReach = 3;
  double fallen = INFINITY, second = 0;
  for (const auto& [away, r] : turns)
    if (r <= kHalf * best) fallen = std::min(fallen, away);
  for (const auto& [away, r] : turns)
    if (away > kReach * fallen) second = std::max(second, r);
  return best > 0 ? second / best : 1;
}

void requireContrast(const Map2& map) {
  const auto finite = [](double v) { return std::isfinite(v); };
  const auto first = std::find_if(map.values.begin(), map.values.end(), finite);
  const bool varies =
      std::any_of(first, map.values.end(), [&](double v) { return finite(v) && v != *first; });
  if (varies && map.nx() > 1 && map.ny() > 1 && map.pixel_A.allFinite()) return;
  throw Error(ErrorKind::usage, "'" + map.name + "' cannot be registered",
              "it is constant, empty, a line, or does not tell its pixel",
              "register images that show something");
}

// By the jackknife over blocks of the reference, each time refined anew.
Similarity errorsOf(const Map2& reference, const Map2& moving, const Similarity& found,
                    const Steps& step) {
  std::vector<Similarity> left(kBlocks);
  parallelFor(kBlocks, [&](std::int64_t block, int) {
    left[static_cast<std::size_t>(block)] =
        refined(reference, moving, found, step, 0, static_cast<int>(block));
  });
  // No error is smaller than the last step of the search.
  const double last = std::pow(0.5, kHalvings - 1);
  const auto jackknife = [&](double firstStep, auto&& value) {
    std::vector<double> leftOut;
    for (const Similarity& s : left) leftOut.push_back(value(s));
    return std::max(jackknifeError(leftOut), last * firstStep);
  };
  Similarity error;
  error.rotation_deg = jackknife(step[0], [](const Similarity& s) { return s.rotation_deg; });
  error.magnification = jackknife(step[1], [](const Similarity& s) { return s.magnification; });
  error.shift_A = Vec2(jackknife(step[2], [](const Similarity& s) { return s.shift_A.x(); }),
                       jackknife(step[3], [](const Similarity& s) { return s.shift_A.y(); }));
  return error;
}

}  // namespace

Map2 overlaid(const Map2& moving, const Map2& reference, const Similarity& similarity) {
  Map2 result = reference;
  result.name = moving.name;
  result.unit = moving.unit;
  result.description = moving.description;
  result.periodic = false;
  const Overlay overlay(moving, reference, similarity);
  for (int x = 0; x < result.nx(); ++x)
    for (int y = 0; y < result.ny(); ++y) result.values(x, y) = overlay.at(x, y);
  return result;
}

SimilarityFit registerSimilarity(const Map2& reference, const Map2& moving,
                                 const SimilarityRange& range) {
  requireContrast(reference);
  requireContrast(moving);
  const double edge = 0.5 * std::max(reference.nx(), reference.ny());  // pixels from the middle
  const double turn_deg = 180 / constants::kPi / edge, growth = 1 / edge;
  std::vector<Candidate> candidates;
  for (const double rotation : ladder(0, range.rotation_deg, turn_deg))
    for (const double magnification : ladder(1, range.magnification, growth))
      candidates.push_back({{rotation, magnification, {0, 0}}, {}});
  // Each candidate fits a map of its own: nothing depends on which thread had it.
  parallelFor(static_cast<std::int64_t>(candidates.size()), [&](std::int64_t i, int) {
    throwIfInterrupted();
    Candidate& one = candidates[static_cast<std::size_t>(i)];
    one.agreement = agreementOf(reference, moving, one.s, range.overlap, kNoBlock);
    // Of small or faded images phase correlation may find a place that covers nothing.
    const Similarity shifted = withShift(reference, moving, one.s);
    const Agreement there = agreementOf(reference, moving, shifted, range.overlap, kNoBlock);
    if (there.correlation > one.agreement.correlation) one = {shifted, there};
  });
  const auto best =
      std::max_element(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) {
        return a.agreement.correlation < b.agreement.correlation;
      });
  if (best->agreement.overlap == 0)
    throw Error(
        ErrorKind::usage,
        fmt::format("'{}' and '{}' do not lie over each other", reference.name, moving.name),
        fmt::format("no turn, magnification and shift in the range covers {:.0f} % of the first",
                    100 * range.overlap),
        "check that both show the same place, and the sizes of their pixels");
  const double pixel = std::min(reference.pixel_A.x(), reference.pixel_A.y());
  const Steps step{0.5 * turn_deg, 0.5 * growth, 0.5 * pixel, 0.5 * pixel};
  SimilarityFit fit;
  fit.found = refined(reference, moving, best->s, step, range.overlap, kNoBlock);
  // With the turn known all shifts are looked at, and a higher peak among them is taken.
  const auto surface = [&] {
    return shiftSurface(reference, overlaidBeyond(moving, reference, fit.found), range.overlap);
  };
  Array2<double> shifts = surface();
  if (const auto [x, y] = highestShift(shifts); x != 0 || y != 0) {
    const Vec2 higher_A(x * reference.pixel_A.x(), y * reference.pixel_A.y());
    fit.found =
        refined(reference, moving, shiftedBy(fit.found, higher_A), step, range.overlap, kNoBlock);
    shifts = surface();
  }
  const Agreement agreement = agreementOf(reference, moving, fit.found, range.overlap, kNoBlock);
  fit.correlation = agreement.correlation;
  fit.overlap = agreement.overlap;
  fit.secondPeak = std::max(secondPeak(shifts), secondTurn(candidates, fit.found, fit.correlation));
  fit.blocks = kBlocks;
  fit.error = errorsOf(reference, moving, fit.found, step);
  return fit;
}

}  // namespace glasscope::compare
