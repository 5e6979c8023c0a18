// What a cell and its faces say: volumes, neighbours, shapes.
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/math/Constants.h"
#include "voronoi/cells/Radii.h"
#include "voronoi/descriptors/DescriptorTable.h"

namespace glasscope::voronoi {

namespace {

std::string referenceText(FreeVolumeReference reference) {
  switch (reference) {
    case FreeVolumeReference::speciesMinimum:
      return "the smallest closed cell of the species in this sample";
    case FreeVolumeReference::speciesMean:
      return "the mean closed cell of the species in this sample";
    case FreeVolumeReference::given:
      return "the volume given for the species";
  }
  return "";
}

/// How many faces of an atom lead to neighbours (not to walls) that `counts` picks.
template <class Counts>
double neighboursOf(const Neighbourhood& here, std::size_t i, const Counts& counts) {
  const auto& cells = here.cells();
  double count = 0;
  for (auto f = cells.firstFace[i]; f < cells.firstFace[i + 1]; ++f) {
    const auto j = cells.neighbour[static_cast<std::size_t>(f)];
    if (j != Tessellation::kWall) count += counts(static_cast<std::size_t>(j)) ? 1 : 0;
  }
  return count;
}

AtomValue unlikeFraction(const Neighbourhood& here) {
  return [&here](std::size_t i) {
    const auto& species = here.atoms().atomicNumbers;
    const double all = neighboursOf(here, i, [](std::size_t) { return true; });
    const double unlike =
        neighboursOf(here, i, [&](std::size_t j) { return species[j] != species[i]; });
    return all > 0 ? unlike / all : std::numeric_limits<double>::quiet_NaN();
  };
}

}  // namespace

void addVolumes(LocalRows& rows, const DescriptorFacts& facts) {
  const auto how = tessellationText(facts);
  rows.push_back({"voronoi_volume_A3", "angstrom^3", "Volume of the Voronoi cell; " + how,
                  [](const Neighbourhood& here) -> AtomValue {
                    return [&here](std::size_t i) { return here.cells().volume_A3[i]; };
                  }});
  rows.push_back({"free_volume_A3", "angstrom^3",
                  fmt::format("Volume of the cell less {} (after Turnbull and Cohen, J. Chem. "
                              "Phys. 34, 120 (1961)); {}",
                              referenceText(facts.settings.freeVolumeReference), how),
                  [](const Neighbourhood& here) -> AtomValue {
                    return [&here](std::size_t i) {
                      return here.cells().volume_A3[i] -
                             here.set().referenceVolume_A3.at(here.atoms().atomicNumbers[i]);
                    };
                  }});
  rows.push_back({"local_density_per_A3", "1/angstrom^3",
                  fmt::format("Atoms within {:g} angstrom over the sum of their cell volumes; {}",
                              facts.settings.densityLength_A, how),
                  [](const Neighbourhood& here) -> AtomValue {
                    return [&values = here.localDensity()](std::size_t i) { return values[i]; };
                  }});
}

void addNeighbours(LocalRows& rows, const DescriptorFacts& facts) {
  const auto how = tessellationText(facts);
  rows.push_back({"coordination", "1", "Number of faces of the cell, all counted; " + how,
                  [](const Neighbourhood& here) -> AtomValue {
                    return [&here](std::size_t i) {
                      return static_cast<double>(here.cells().facesOf(i));
                    };
                  }});
  for (const int species : facts.species)
    rows.push_back({fmt::format("coordination_{}", elementSymbol(species)), "1",
                    fmt::format("Number of faces shared with {}, all counted; {}",
                                elementSymbol(species), how),
                    [species](const Neighbourhood& here) -> AtomValue {
                      return [&here, species](std::size_t i) {
                        return neighboursOf(here, i, [&](std::size_t j) {
                          return here.atoms().atomicNumbers[j] == species;
                        });
                      };
                    }});
  rows.push_back({"unlike_fraction", "1", "Fraction of face neighbours of another species; " + how,
                  unlikeFraction});
}

void addShapes(LocalRows& rows, const DescriptorFacts& facts) {
  const auto how = tessellationText(facts);
  rows.push_back({"voronoi_surface_A2", "angstrom^2", "Surface of the Voronoi cell; " + how,
                  [](const Neighbourhood& here) -> AtomValue {
                    return [&here](std::size_t i) { return here.cells().surface_A2[i]; };
                  }});
  rows.push_back({"asphericity", "1",
                  "S^3 / (36 pi V^2) of the cell, 1 for a ball (Ruocco, Sampoli and Vallauri, J. "
                  "Chem. Phys. 96, 6167 (1992)); " +
                      how,
                  [](const Neighbourhood& here) -> AtomValue {
                    return
                        [&shapes = here.shapes()](std::size_t i) { return shapes.asphericity[i]; };
                  }});
  rows.push_back({"cell_isotropy", "1",
                  "Smallest over largest eigenvalue of the Minkowski tensor W_1^(0,2) of the cell, "
                  "1 where its surface looks the same along three axes (Schroeder-Turk et al., "
                  "Adv. Mater. 23, 2535 (2011)); " +
                      how,
                  [](const Neighbourhood& here) -> AtomValue {
                    return [&shapes = here.shapes()](std::size_t i) { return shapes.isotropy[i]; };
                  }});
}

void addFreeVolumes(LocalRows& rows, const DescriptorFacts& facts) {
  const auto how = tessellationText(facts);
  if (facts.hardCores)
    rows.push_back({"free_volume_hard_core_A3", "angstrom^3",
                    "Volume of the cell less that of a ball of the radius of the element (Cohen "
                    "and Turnbull, J. Chem. Phys. 31, 1164 (1959)); " +
                        how,
                    [&given = facts.settings.radii_A](const Neighbourhood& here) -> AtomValue {
                      const auto& own = here.cells().radii_A;
                      auto radii = own.empty() ? radiiOf(here.atoms().atomicNumbers, given) : own;
                      return [&here, radii = std::move(radii)](std::size_t i) {
                        const double core = 4 * constants::kPi / 3 * std::pow(radii[i], 3);
                        return here.cells().volume_A3[i] - core;
                      };
                    }});
  rows.push_back({"free_volume_local_A3", "angstrom^3",
                  "Volume of the cell less the mean of its species, averaged over the atom and its "
                  "face neighbours; " +
                      how,
                  [](const Neighbourhood& here) -> AtomValue {
                    return [&values = here.localFreeVolume()](std::size_t i) { return values[i]; };
                  }});
}

}  // namespace glasscope::voronoi
