#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/springs/Block.h"

namespace glasscope::sim {

/// Which atom stands where in the blocks of springs.
struct SpringAtoms {
  std::vector<std::int32_t> input;  ///< index of the atom in the configuration that was given
  std::vector<std::int64_t> ids;
  std::vector<double> mass;  ///< g/mol

  std::size_t size() const { return input.size(); }
};

/// The second derivatives of the energy of a sample as an operator on blocks of vectors: what
/// vibrations, moduli and local yield are written against, whatever the potential.
///
/// Mass-weighted (eV/(angstrom^2 g/mol); omega^2 = 9648.533 ps^-2 times that) or not
/// (eV/angstrom^2). Every product is the same bits for any number of threads.
template <class T>
class Springs {
 public:
  virtual ~Springs() = default;

  virtual const SpringAtoms& atoms() const = 0;
  /// y = a H x + b x + c z. `z` may be null (then c is not used) or be `y` itself; `x` is neither.
  virtual void apply(const Block<T>& x, Block<T>& y, const Block<T>* z, T a, T b, T c) const = 0;
  /// sqrt(mass) of each atom when mass-weighted, else ones: the null vectors of a sample without
  /// vacuum are uniform displacements times that.
  virtual const std::vector<T>& rootMass() const = 0;

  std::size_t rows() const { return 3 * atoms().size(); }
};

}  // namespace glasscope::sim
