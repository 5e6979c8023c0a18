#include "sim/quench/Snapshots.h"

#include <cmath>

#include "core/atoms/CellEdges.h"
#include "core/atoms/Elements.h"
#include "core/math/Constants.h"
#include "core/math/Random.h"
#include "core/system/Hash.h"

namespace glasscope::sim {
namespace {

// CODATA 2018 atomic mass constant; eV per (g/mol) in (angstrom/ps)^2: e / u, and 1 m^2/s^2 is 1e-4
// angstrom^2/ps^2.
constexpr double kAtomicMass_kg = 1.66053906660e-27;
constexpr double kVelocitySquared_per_eV = constants::kElementaryCharge_C / kAtomicMass_kg * 1e-4;

// Turns a frame about its centre of mass so that it lies on the first again.
void turnBack(const Atoms& first, const std::vector<Vec3>& firstWhole, Atoms& frame,
              const FreeMotion& motion) {
  // The frame follows the first by whole cells, so the same cells make it one piece.
  std::vector<Vec3> whole = frame.positions;
  for (std::size_t i = 0; i < frame.size(); ++i) whole[i] += firstWhole[i] - first.positions[i];
  const Mat3 rotation = bestRotation(frame, whole, firstWhole, motion);
  const Vec3 centre = centreOfMass(frame, whole);
  for (std::size_t i = 0; i < frame.size(); ++i) {
    frame.positions[i] += centre + rotation * (whole[i] - centre) - whole[i];
    if (!frame.velocities.empty()) frame.velocities[i] = rotation * frame.velocities[i];
  }
}

}  // namespace

std::string hashOf(const Atoms& atoms) {
  std::string bytes;
  const auto append = [&bytes](const void* data, std::size_t size) {
    bytes.append(static_cast<const char*>(data), size);
  };
  append(atoms.box.matrix().data(), 9 * sizeof(double));
  append(atoms.box.origin().data(), 3 * sizeof(double));
  for (const bool repeats : atoms.box.periodic()) bytes += repeats ? 'p' : 'o';
  append(atoms.atomicNumbers.data(), atoms.size() * sizeof(int));
  append(atoms.positions.data(), atoms.size() * sizeof(Vec3));
  // The velocities are drawn by id.
  append(atoms.ids.data(), atoms.size() * sizeof(atoms.ids.front()));
  return hashBytes(bytes);
}

void alignSnapshots(std::vector<Atoms>& snapshots, const FreeMotion& motion) {
  if (snapshots.empty()) return;
  Atoms& first = snapshots.front();
  std::vector<Vec3> cells;
  for (Vec3& position : first.positions) {
    const Vec3 wrapped = first.box.wrap(position);
    cells.emplace_back((first.box.inverse() * (wrapped - position)).array().round());
    position = wrapped;
  }
  const Vec3 centre = centreOfMass(first, first.positions);
  const auto whole = motion.axes.empty() ? std::vector<Vec3>() : inOnePiece(first, motion);
  for (std::size_t k = 1; k < snapshots.size(); ++k) {
    Atoms& frame = snapshots[k];
    frame.box = inBasisOf(frame.box, first.box);  // a tilted cell may have flipped in between
    for (std::size_t i = 0; i < frame.size(); ++i) {
      frame.positions[i] += frame.box.matrix() * cells[i];
    }
    const Vec3 drift = centreOfMass(frame, frame.positions) - centre;
    for (Vec3& position : frame.positions) position -= drift;
    if (!motion.axes.empty()) turnBack(first, whole, frame, motion);
  }
}

double rootMeanSquareShift(const Atoms& from, const Atoms& to) {
  double sum = 0;
  const Box box = inBasisOf(to.box, from.box);
  for (std::size_t i = 0; i < from.size(); ++i) {
    const Vec3 shift = box.toFractional(to.positions[i]) - from.box.toFractional(from.positions[i]);
    sum += (box.matrix() * shift).squaredNorm();
  }
  return std::sqrt(sum / static_cast<double>(from.size()));
}

double temperatureOf(const Atoms& atoms, int freedomsTaken) {
  double energy = 0;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    energy += 0.5 * elementMass(atoms.atomicNumbers[i]) * atoms.velocities[i].squaredNorm();
  }
  const double freedoms = 3.0 * static_cast<double>(atoms.size()) - freedomsTaken;
  return 2 * energy / kVelocitySquared_per_eV / (freedoms * constants::kBoltzmann_eV_per_K);
}

void giveVelocities(Atoms& atoms, double temperature_K, std::uint64_t seed,
                    const FreeMotion& motion, std::uint64_t draw) {
  atoms.velocities.assign(atoms.size(), Vec3::Zero());
  if (atoms.size() < 2 || temperature_K <= 0) return;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    Random random(seed, "velocity", draw, static_cast<std::uint64_t>(atoms.ids[i]));
    const double width = 1 / std::sqrt(elementMass(atoms.atomicNumbers[i]));
    for (int axis = 0; axis < 3; ++axis) atoms.velocities[i][axis] = width * random.normal();
  }
  const Vec3 mean = centreOfMass(atoms, atoms.velocities);
  for (Vec3& velocity : atoms.velocities) velocity -= mean;
  stopRotation(atoms, motion);
  const double scale = std::sqrt(temperature_K / temperatureOf(atoms, motion.freedoms()));
  for (Vec3& velocity : atoms.velocities) velocity *= scale;
}

}  // namespace glasscope::sim
