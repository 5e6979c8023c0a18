#include "sim/vibrations/Vibration.h"

#include <array>
#include <cmath>
#include <span>

#include <fmt/format.h>

#include "core/atoms/CellEdges.h"
#include "core/atoms/Elements.h"
#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "sim/statics/FreeMotion.h"

namespace glasscope::sim {
namespace {

[[noreturn]] void refuse(const std::string& why) {
  throw Error(ErrorKind::input, "these snapshots give no vibrations", why,
              "give at least two frames of one trajectory, with the same atoms in every frame");
}

void requireSameAtoms(const std::vector<Atoms>& snapshots) {
  if (snapshots.size() < 2) refuse("fewer than two frames");
  const Atoms& first = snapshots.front();
  for (const Atoms& frame : snapshots) {
    if (frame.ids != first.ids || frame.atomicNumbers != first.atomicNumbers) {
      refuse("the frames do not hold the same atoms in the same order");
    }
  }
}

// A first guess of the drift, in fractions of the cell: along periodic directions the circular mean
// of the shifts, which does not care on which side of the box an atom was wrapped; a drift near
// half the box would otherwise split the atoms between two images.
Vec3 roughDrift(const std::vector<Vec3>& fractions, const std::array<bool, 3>& periodic) {
  Vec3 drift;
  for (int axis = 0; axis < 3; ++axis) {
    double sine = 0, cosine = 0, sum = 0;
    for (const Vec3& fraction : fractions) {
      const double angle = 2 * constants::kPi * fraction[axis];
      sine += std::sin(angle);
      cosine += std::cos(angle);
      sum += fraction[axis];
    }
    drift[axis] = periodic[static_cast<std::size_t>(axis)]
                      ? std::atan2(sine, cosine) / (2 * constants::kPi)
                      : sum / static_cast<double>(fractions.size());
  }
  return drift;
}

// What all frames are held against.
struct Sites {
  explicit Sites(const Atoms& frame) : first(frame), motion(freeMotion(frame)) {
    if (!motion.axes.empty()) whole = inOnePiece(first, motion);
  }
  const Atoms& first;
  FreeMotion motion;
  std::vector<Vec3> whole;  // of what can turn
};

// Takes the rotation of a free particle or wire out of displacements against the first frame.
void turnBack(const Sites& sites, std::vector<Vec3>& shift) {
  const Vec3 centre = centreOfMass(sites.first, sites.whole);
  std::vector<Vec3> now(shift.size());
  for (std::size_t i = 0; i < shift.size(); ++i) now[i] = sites.whole[i] + shift[i];
  const Mat3 rotation = bestRotation(sites.first, now, sites.whole, sites.motion);
  for (std::size_t i = 0; i < shift.size(); ++i) {
    shift[i] = centre + rotation * (now[i] - centre) - sites.whole[i];
  }
}

// Displacement of every atom against the first frame: minimum image, the drift of the centre of
// mass, free rotation and a change of the box taken out.
std::vector<Vec3> displacements(const Sites& sites, const Atoms& frame) {
  const Atoms& first = sites.first;
  std::vector<Vec3> fractions(first.size());
  const Box box = inBasisOf(frame.box, first.box);  // a tilted cell may have flipped in between
  for (std::size_t i = 0; i < first.size(); ++i) {
    fractions[i] =
        box.toFractional(frame.positions[i]) - first.box.toFractional(first.positions[i]);
  }
  const Vec3 rough = roughDrift(fractions, first.box.periodic());
  std::vector<Vec3> shift(first.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    shift[i] = first.box.minimumImage(first.box.matrix() * (fractions[i] - rough));
  }
  const Vec3 drift = centreOfMass(first, shift);
  for (Vec3& each : shift) each -= drift;
  if (!sites.motion.axes.empty()) turnBack(sites, shift);
  return shift;
}

using Frames = std::span<const Atoms>;

std::vector<Vec3> meanDisplacements(const Sites& sites, Frames frames) {
  std::vector<Vec3> mean(sites.first.size(), Vec3::Zero());
  for (const Atoms& frame : frames) {
    const auto shift = displacements(sites, frame);
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += shift[i];
  }
  for (Vec3& each : mean) each /= static_cast<double>(frames.size());
  return mean;
}

// Unbiased 3-D variance of each atom's position, angstrom^2.
std::vector<double> variances(const Sites& sites, Frames frames) {
  const auto mean = meanDisplacements(sites, frames);
  std::vector<double> sum(mean.size(), 0.0);
  for (const Atoms& frame : frames) {
    const auto shift = displacements(sites, frame);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += (shift[i] - mean[i]).squaredNorm();
  }
  for (double& each : sum) each /= static_cast<double>(frames.size() - 1);
  return sum;
}

double meanOf(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// Says beside the number how much of it is no vibration.
std::string driftText(double share) {
  if (share < kDriftShareToSay) return "";
  return fmt::format(
      "; {:.0f} % of the sample's mean is no vibration but drift of the sites between "
      "the halves of the snapshots (ageing, flow, or vibration slower than they last)",
      100 * share);
}

std::vector<double> scaled(std::vector<double> values, double factor) {
  for (double& value : values) value *= factor;
  return values;
}

}  // namespace

Columns vibration(const std::vector<Atoms>& snapshots, double atomVolume_A3) {
  requireSameAtoms(snapshots);
  const Atoms& first = snapshots.front();
  if (atomVolume_A3 == 0) atomVolume_A3 = first.box.volume() / static_cast<double>(first.size());
  if (!(atomVolume_A3 > 0)) {
    throw Error(ErrorKind::usage, "the volume per atom of the sample is not positive",
                fmt::format("it is {:g}", atomVolume_A3), "give it in cubic angstrom");
  }
  const auto variance = variances(Sites(first), snapshots);
  const double spacing_A = std::cbrt(atomVolume_A3);
  const std::string from = fmt::format("; from {} thermal snapshots", snapshots.size()) +
                           driftText(driftShare(snapshots));
  Columns columns;
  columns.add({"vibrational_u2_A2", "angstrom^2",
               "variance of the thermal displacement along one axis, mean of three (the u^2 of the "
               "Debye-Waller factor B = 8 pi^2 u^2)" +
                   from,
               scaled(variance, 1.0 / 3)});
  columns.add(
      {"vibrational_msd_A2", "angstrom^2",
       "variance of the thermal displacement in three dimensions about the mean position" + from,
       variance});
  columns.add(
      {"msd_plateau_A2", "angstrom^2",
       "plateau of the mean square displacement between two times: twice the variance about "
       "the mean position" +
           from,
       scaled(variance, 2)});
  columns.add(
      {"flexibility_volume_A3", "angstrom^3",
       fmt::format("flexibility volume <r^2> a, <r^2> the variance about the mean position, a "
                   "= {:.4f} angstrom the cube root of the sample's volume per atom (Ding et "
                   "al., Nat. Commun. 7, 13733 (2016)){}",
                   spacing_A, from),
       scaled(variance, spacing_A)});
  return columns;
}

double driftShare(const std::vector<Atoms>& snapshots) {
  requireSameAtoms(snapshots);
  if (snapshots.size() < 4) return 0;
  const Sites sites(snapshots.front());
  const Frames all(snapshots);
  const auto half = snapshots.size() / 2;
  const double whole = meanOf(variances(sites, all));
  if (whole <= 0) return 0;
  const double early = meanOf(variances(sites, all.first(half)));
  const double late = meanOf(variances(sites, all.last(half)));
  return 1 - 0.5 * (early + late) / whole;
}

Atoms meanStructure(const std::vector<Atoms>& snapshots) {
  requireSameAtoms(snapshots);
  Atoms mean = snapshots.front();
  mean.columns.clear();
  mean.velocities.clear();
  const auto shift = meanDisplacements(Sites(snapshots.front()), snapshots);
  for (std::size_t i = 0; i < mean.size(); ++i) mean.positions[i] += shift[i];
  mean.source = "mean of the thermal snapshots";
  return mean;
}

}  // namespace glasscope::sim
