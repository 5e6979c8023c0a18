#include "sim/springs/DifferenceSprings.h"

#include <algorithm>
#include <cmath>

#include "core/atoms/Elements.h"
#include "core/system/Error.h"
#include "core/system/Progress.h"
#include "sim/lammps/Sample.h"
#include "sim/springs/EamEnvironment.h"

namespace glasscope::sim {
namespace {

// A colour for each place such that atoms of one colour are further apart than twice the reach:
// the smallest that no neighbour has taken, in the order of places.
std::vector<int> coloursOf(const NeighbourSearch& wide) {
  std::vector<int> colour(wide.size(), -1);
  std::vector<std::size_t> taken;  // by colour: the place (plus one) that saw it taken
  for (std::size_t place = 0; place < wide.size(); ++place) {
    wide.visit(place, [&](std::int32_t other, const Vec3&, double) {
      const int its = colour[static_cast<std::size_t>(other)];
      if (its >= 0) taken[static_cast<std::size_t>(its)] = place + 1;
    });
    std::size_t free = 0;
    while (free < taken.size() && taken[free] == place + 1) ++free;
    if (free == taken.size()) taken.push_back(0);
    colour[place] = static_cast<int>(free);
  }
  return colour;
}

std::vector<std::vector<std::size_t>> setsOf(const std::vector<int>& colour) {
  std::vector<std::vector<std::size_t>> sets;
  for (std::size_t place = 0; place < colour.size(); ++place) {
    const auto its = static_cast<std::size_t>(colour[place]);
    if (its >= sets.size()) sets.resize(its + 1);
    sets[its].push_back(place);
  }
  return sets;
}

// Neighbours by place, each once, however many of its images are within reach.
std::vector<std::vector<std::int32_t>> neighboursOf(const NeighbourSearch& search) {
  std::vector<std::vector<std::int32_t>> neighbours(search.size());
  for (std::size_t place = 0; place < search.size(); ++place) {
    auto& list = neighbours[place];
    search.visit(place, [&](std::int32_t other, const Vec3&, double) {
      if (other != static_cast<std::int32_t>(place)) list.push_back(other);
    });
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  return neighbours;
}

using Blocks = std::vector<BlockRows<float>::Row>;

// Where the block of `j` stands in a row, which is sorted.
Mat3& blockOf(Blocks& rows, std::size_t row, std::int32_t j) {
  auto& list = rows[row];
  const auto found =
      std::lower_bound(list.begin(), list.end(), j,
                       [](const auto& entry, std::int32_t k) { return entry.first < k; });
  return found->second;
}

}  // namespace

int differenceCalls(const Atoms& atoms, double reach_A) {
  const auto colours = coloursOf(NeighbourSearch(atoms, 2 * reach_A));
  return 6 * (1 + *std::max_element(colours.begin(), colours.end())) + 1;
}

DifferenceSprings::DifferenceSprings(const ForceField& forces, const Atoms& atoms, double reach_A,
                                     const DifferenceSettings& settings) {
  atoms.validate();
  const NeighbourSearch wide(atoms, 2 * reach_A), search(atoms, reach_A);
  // Both searches have orders of their own; places are those of `search`.
  std::vector<std::size_t> placeOf(atoms.size());
  for (std::size_t place = 0; place < search.size(); ++place) {
    const auto i = static_cast<std::size_t>(search.order()[place]);
    placeOf[i] = place;
    atoms_.ids.push_back(atoms.ids[i]);
    atoms_.mass.push_back(elementMass(atoms.atomicNumbers[i]));
    const double root = settings.massWeighted ? std::sqrt(atoms_.mass.back()) : 1.0;
    rootMass_.push_back(static_cast<float>(root));
  }
  atoms_.input = search.order();

  std::vector<Vec3> displacement(atoms.size(), Vec3::Zero());
  double squared = 0;
  for (const Vec3& force : forces(displacement)) squared += force.squaredNorm();
  forceNorm_ = std::sqrt(squared);
  forceCalls_ = 1;
  const auto neighbours = neighboursOf(search);
  Blocks blocks(atoms.size());
  for (std::size_t place = 0; place < atoms.size(); ++place) {
    for (const std::int32_t other : neighbours[place]) {
      blocks[place].emplace_back(other, Mat3::Zero());
    }
  }
  const auto sets = setsOf(coloursOf(wide));
  Progress progress("springs by differences", static_cast<std::int64_t>(3 * sets.size()));
  for (const auto& set : sets) {
    for (int axis = 0; axis < 3; ++axis) {
      const auto move = [&](double by) {
        for (const std::size_t place : set) {
          displacement[static_cast<std::size_t>(wide.order()[place])][axis] = by;
        }
      };
      move(settings.step_A);
      const auto above = forces(displacement);
      move(-settings.step_A);
      const auto below = forces(displacement);
      move(0);
      forceCalls_ += 2;
      for (const std::size_t moved : set) {
        const std::size_t place = placeOf[static_cast<std::size_t>(wide.order()[moved])];
        for (const std::int32_t other : neighbours[place]) {
          const auto i = static_cast<std::size_t>(atoms_.input[static_cast<std::size_t>(other)]);
          blockOf(blocks, static_cast<std::size_t>(other), static_cast<std::int32_t>(place))
              .col(axis) = (below[i] - above[i]) / (2 * settings.step_A);
        }
      }
      progress.advance();
    }
  }
  symmetrise(std::move(blocks));
}

void DifferenceSprings::symmetrise(Blocks rows) {
  double largest = 0, apart = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const auto& [j, block] : rows[i]) {
      if (static_cast<std::size_t>(j) < i) continue;
      Mat3& mirrored = blockOf(rows, static_cast<std::size_t>(j), static_cast<std::int32_t>(i));
      largest = std::max(largest, block.cwiseAbs().maxCoeff());
      apart = std::max(apart, (block - mirrored.transpose()).cwiseAbs().maxCoeff());
      const Mat3 mean = 0.5 * (block + mirrored.transpose());
      blockOf(rows, i, j) = mean;
      mirrored = mean.transpose();
    }
  }
  asymmetry_ = largest > 0 ? apart / largest : 0;
  rows_ = BlockRows<float>(rows, rootMass_);
}

DifferenceSprings differenceSprings(const Potential& potential, const Atoms& atoms,
                                    const DifferenceSettings& settings) {
  Atoms standing = atoms;
  standing.velocities.clear();
  Sample sample(potential, standing);
  return DifferenceSprings(
      [&sample](const std::vector<Vec3>& displacements) { return sample.forcesAt(displacements); },
      atoms, 2 * potential.cutoff_A(), settings);
}

}  // namespace glasscope::sim
