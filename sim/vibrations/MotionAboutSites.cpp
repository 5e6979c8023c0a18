#include "sim/vibrations/MotionAboutSites.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/vibrations/Vibration.h"

namespace glasscope::sim {
namespace {

constexpr double kLindemann = 0.15, kNeighbourDistance = 1.1;
constexpr double kShareOfAtoms = 0.97, kLargestDrift = 0.5, kLargestStrain = 0.01;

bool sameAtoms(const std::vector<Atoms>& frames) {
  return std::all_of(frames.begin(), frames.end(), [&](const Atoms& frame) {
    return frame.ids == frames.front().ids && frame.atomicNumbers == frames.front().atomicNumbers;
  });
}

// The largest change of an edge of the box between two frames, relative to the longest edge. LAMMPS
// exchanges a tilted cell for an equivalent one when it tilts too far; volume and heights tell
// strain from that, edges do not, so whole cells are taken off first.
double largestStrain(const std::vector<Atoms>& frames) {
  const Box& first = frames.front().box;
  double largest = 0;
  for (const Atoms& frame : frames) {
    const Mat3 relation = first.inverse() * frame.box.matrix();
    const Mat3 flip = relation.array().round();
    const Mat3 strain = first.matrix() * (relation - flip);
    largest = std::max(largest, strain.cwiseAbs().maxCoeff() / first.lengths().maxCoeff());
  }
  return largest;
}

}  // namespace

MotionAboutSites motionAboutSites(const std::vector<Atoms>& frames, double atomVolume_A3) {
  if (frames.size() < 2) return {false, "there is one frame"};
  if (!sameAtoms(frames)) return {false, "the frames do not hold the same atoms"};
  const double strain = largestStrain(frames);
  if (strain > kLargestStrain) {
    return {false, fmt::format("the box changes by {:.2g} % between frames", 100 * strain)};
  }
  const Atoms& first = frames.front();
  const double volume =
      atomVolume_A3 > 0 ? atomVolume_A3 : first.box.volume() / static_cast<double>(first.size());
  const double limit_A = kLindemann * kNeighbourDistance * std::cbrt(volume);
  std::vector<double> squared = vibration(frames, volume).at("vibrational_msd_A2").values;
  const auto at = static_cast<std::size_t>(kShareOfAtoms * static_cast<double>(squared.size() - 1));
  std::nth_element(squared.begin(), squared.begin() + static_cast<std::ptrdiff_t>(at),
                   squared.end());
  const double reached_A = std::sqrt(squared[at]);
  if (reached_A > limit_A) {
    return {false,
            fmt::format("{:.0f} % of the atoms move by more than {:.2f} angstrom about their "
                        "mean positions, where Lindemann's limit of a solid is {:.2f}",
                        100 * (1 - kShareOfAtoms), reached_A, limit_A)};
  }
  const double drift = driftShare(frames);
  if (drift > kLargestDrift) {
    return {false, fmt::format("{:.0f} % of the motion is drift of the sites", 100 * drift)};
  }
  return {true, fmt::format("97 % of the atoms stay within {:.2f} angstrom (rms) of their mean "
                            "positions, where Lindemann's limit of a solid is {:.2f}",
                            reached_A, limit_A)};
}

}  // namespace glasscope::sim
