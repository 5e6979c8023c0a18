#include "sim/samples/TrigonalPrisms.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/math/Random.h"
#include "core/system/Error.h"
#include "sim/samples/ModelAtoms.h"
#include "sim/samples/ShellDirections.h"
#include "sim/samples/ShellPacking.h"
#include "sim/statics/RandomCrystal.h"
#include "sim/statics/shuffle.h"

namespace glasscope::sim {

namespace {

// Metalloids stay so many distances of a metal neighbour apart: in Fe3C, whose prisms share edges,
// it is 1.5.
constexpr double kMetalloidsApart = 1.6;

}  // namespace

Atoms trigonalPrisms(const TrigonalPrismSettings& s, const std::map<int, double>& radii_A) {
  const std::vector<int> counts = wholeCounts(s.fractions, static_cast<int>(s.atoms));
  const auto smallest = static_cast<std::size_t>(
      std::ranges::min_element(s.elements, {}, [&](int z) { return radii_A.at(z); }) -
      s.elements.begin());
  const int metalloids = counts[smallest];
  int metals = 0;
  std::vector<int> metalElements;
  for (std::size_t k = 0; k < s.elements.size(); ++k) {
    if (k == smallest) continue;
    metals += counts[k];
    metalElements.insert(metalElements.end(), static_cast<std::size_t>(counts[k]), s.elements[k]);
  }
  if (metalloids == 0 || metals < 2 * metalloids || metals > 9 * metalloids || metals < 9)
    throw Error(
        ErrorKind::usage, "These atoms make no packing of trigonal prisms",
        fmt::format("there are {} of the smallest element and {} others", metalloids, metals),
        "choose a metalloid and metals, such as sim.elements = \"Pd,Si\" with fractions of "
        "0.8 and 0.2, two to nine metal atoms for each metalloid");
  shuffle(metalElements, s.seed, "prism_metals");
  std::vector<int> elements(static_cast<std::size_t>(metalloids), s.elements[smallest]);
  std::vector<double> roles(elements.size(), 1.0);
  elements.insert(elements.end(), metalElements.begin(), metalElements.end());
  roles.resize(elements.size(), 0.0);
  ShellPackingSettings packing;
  packing.centres = static_cast<std::size_t>(metalloids);
  for (std::size_t i = 0; i < elements.size(); ++i) {
    Random random(s.seed, "prism_atom", 0, i);
    const double x = random.uniform(), y = random.uniform(), z = random.uniform();
    packing.start.emplace_back(x, y, z);
  }
  packing.neighbours = 9;
  packing.shape = cappedPrism();
  packing.centresApart = kMetalloidsApart;
  packing.firstFraction = packing.fraction = s.packingFraction;
  packing.seed = s.seed;
  return modelAtoms(packing, elements, roles, radii_A,
                    fmt::format("packing of {} trigonal prisms", metalloids));
}

}  // namespace glasscope::sim
