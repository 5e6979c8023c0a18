#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/math/Vec.h"
#include "multislice/specimen/FoilSettings.h"

namespace glasscope::multislice {

/// A film of atoms placed one after another at random, each at least a least distance from all
/// before it (random sequential addition): the density and composition of an amorphous carbon or
/// oxide, not its bonds. It is no structure that dynamics would make: use it as a support or a
/// contaminated surface, not to study the film.
class AmorphousLayer {
 public:
  /// {{14, 1}, {8, 2}} for "SiO2". Throws Error(usage) for what is no formula.
  static std::vector<std::pair<int, int>> composition(const std::string& formula);

  /// Fills [0, size.x) x [0, size.y) x [0, size.z). Along x and y distances are periodic where
  /// told. The least distance is 0.7 n^(-1/3), n the number density: 1.5 angstrom in carbon, 1.7 in
  /// SiO2. Throws Error(usage) for an unknown density, Error(capacity) beyond 2e7 atoms.
  AmorphousLayer(const AmorphousLayerSettings& settings, const Vec3& size,
                 std::array<bool, 2> periodic, std::uint64_t seed, std::uint64_t stream);

  const std::vector<int>& atomicNumbers() const { return atomicNumbers_; }
  const std::vector<Vec3>& positions() const { return positions_; }
  double leastDistance_A() const { return leastDistance_A_; }

 private:
  double leastDistance_A_ = 0;
  std::vector<int> atomicNumbers_;
  std::vector<Vec3> positions_;
};

}  // namespace glasscope::multislice
