#include "sim/samples/Nanocrystal.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/math/Random.h"
#include "core/math/randomRotation.h"
#include "core/system/Error.h"
#include "sim/samples/CutSample.h"

namespace glasscope::sim {

namespace {

constexpr double kNearest = 0.8;  // of the sum of two radii, below which a pair is too near

struct Crystal {
  double edge_A = 0;
  std::vector<std::pair<Vec3, int>> sites;  ///< fractions of the cell, and elements
};

// Ascending by number of atoms, the most frequent first.
std::vector<int> byFrequency(const Atoms& atoms) {
  std::vector<int> species = atoms.species();
  std::ranges::stable_sort(species, std::greater<>(), [&](int z) {
    return std::count(atoms.atomicNumbers.begin(), atoms.atomicNumbers.end(), z);
  });
  return species;
}

// Crystals are compressed by some per cent; half of the edge, or twice, is another unit or a slip.
void requireLattice(double given_A, double touching_A) {
  if (given_A >= 0.5 * touching_A && given_A <= 2 * touching_A) return;
  throw Error(ErrorKind::usage, "No such crystal can be made",
              fmt::format("sample.lattice_constant_A = {:g}, and its spheres touch at {:.4g}",
                          given_A, touching_A),
              "give the lattice constant in angstrom, or 0 for spheres that touch");
}

Crystal crystalOf(const Atoms& glass, const SampleSettings& s,
                  const std::map<int, double>& radii_A) {
  const std::vector<int> elements = byFrequency(glass);
  const Vec3 corner = Vec3::Zero(), centre = Vec3::Constant(0.5);
  const int first = elements.front(), second = elements.size() > 1 ? elements[1] : first;
  const double touch_A = radii_A.at(first) + radii_A.at(second);
  Crystal crystal;
  switch (s.phase) {
    case CrystalPhase::fcc:
      crystal = {2 * std::sqrt(2.0) * radii_A.at(first),
                 {{corner, first},
                  {Vec3(.5, .5, 0), first},
                  {Vec3(.5, 0, .5), first},
                  {Vec3(0, .5, .5), first}}};
      break;
    case CrystalPhase::bcc:
      crystal = {4 / std::sqrt(3.0) * radii_A.at(first), {{corner, first}, {centre, first}}};
      break;
    case CrystalPhase::b2:
      if (elements.size() < 2)
        throw Error(ErrorKind::usage, "No b2 crystal can be made", "the glass has one element",
                    "choose sample.phase fcc or bcc");
      crystal = {2 / std::sqrt(3.0) * touch_A, {{corner, first}, {centre, second}}};
      break;
  }
  if (s.latticeConstant_A > 0) {
    requireLattice(s.latticeConstant_A, crystal.edge_A);
    crystal.edge_A = s.latticeConstant_A;
  }
  return crystal;
}

// The crystal about its own middle.
Atoms ballOf(const Crystal& crystal, double radius_A, const Mat3& rotation) {
  Atoms ball;
  const int reach = static_cast<int>(std::ceil(radius_A / crystal.edge_A)) + 1;
  for (int x = -reach; x <= reach; ++x) {
    for (int y = -reach; y <= reach; ++y) {
      for (int z = -reach; z <= reach; ++z) {
        for (const auto& [fraction, element] : crystal.sites) {
          const Vec3 place = crystal.edge_A * (Vec3(x, y, z) + fraction);
          if (place.norm() < radius_A) ball.add(element, rotation * place);
        }
      }
    }
  }
  return ball;
}

}  // namespace

Mat3 randomRotation(std::uint64_t seed, std::uint64_t number) {
  Random random(seed, "rotation", 0, number);
  return glasscope::randomRotation(random);
}

Atoms withNanocrystal(const Atoms& glass, const SampleSettings& settings,
                      const std::map<int, double>& radii_A) {
  const double radius_A = 0.5 * settings.size_A;
  const double room_A = glass.box.heights().minCoeff();
  if (settings.size_A > room_A)
    throw Error(ErrorKind::usage, "The nanocrystal does not fit into the glass",
                fmt::format("its diameter is {:g} angstrom, and the box {:.4g} high",
                            settings.size_A, room_A),
                "take a smaller sample.size_A, or more atoms");
  const Atoms ball =
      ballOf(crystalOf(glass, settings, radii_A), radius_A, randomRotation(settings.seed, 0));
  const Vec3 middle = glass.box.origin() + 0.5 * glass.box.matrix() * Vec3::Ones();
  std::vector<bool> keeps;
  for (std::size_t i = 0; i < glass.size(); ++i) {
    Vec3 apart = glass.box.toFractional(glass.positions[i]) - glass.box.toFractional(middle);
    for (int axis = 0; axis < 3; ++axis)
      if (glass.box.periodic()[static_cast<std::size_t>(axis)])
        apart[axis] -= std::round(apart[axis]);
    const Vec3 place = glass.box.matrix() * apart;
    bool fits = place.norm() >= radius_A;
    for (std::size_t k = 0; fits && k < ball.size(); ++k)
      fits = (place - ball.positions[k]).norm() >=
             kNearest * (radii_A.at(glass.atomicNumbers[i]) + radii_A.at(ball.atomicNumbers[k]));
    keeps.push_back(fits);
  }
  Atoms sample = selected(glass, keeps);
  sample.velocities.clear();
  sample.columns.clear();
  std::vector<double> inside(sample.size(), 0.0);
  std::int64_t next = *std::max_element(glass.ids.begin(), glass.ids.end());
  for (std::size_t k = 0; k < ball.size(); ++k) {
    sample.ids.push_back(++next);
    sample.atomicNumbers.push_back(ball.atomicNumbers[k]);
    sample.positions.emplace_back(middle + ball.positions[k]);
    inside.push_back(1);
  }
  sample.columns.add({"nanocrystal", "1", "1 for an atom of the crystal that was put in, else 0",
                      std::move(inside)});
  sample.source = fmt::format("{} with a nanocrystal", glass.source);
  return sample;
}

}  // namespace glasscope::sim
