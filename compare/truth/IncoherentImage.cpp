#include "compare/truth/IncoherentImage.h"

#include <cmath>

#include <fmt/format.h>

namespace glasscope::compare {

Map2 incoherentImage(const TruthMap& truth, const Atoms& atoms, double exponent) {
  Column strength{"incoherent", "1", fmt::format("Scattering strength Z^{:g}.", exponent), {}};
  for (const int z : atoms.atomicNumbers) strength.values.push_back(std::pow(z, exponent));
  Map2 map = truth.sum(atoms, strength);
  map.name = "incoherent_image";
  map.unit = "1/angstrom^2";
  return map;
}

}  // namespace glasscope::compare
