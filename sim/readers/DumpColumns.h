#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/readers/LineReader.h"
#include "sim/readers/TypeElements.h"

namespace glasscope::sim {

/// The columns of a LAMMPS dump: which of them are the identity, the element and the position of an
/// atom (x, xu, xs or xsu, in this order of preference), and which are kept as they are.
class DumpColumns {
 public:
  /// `header` is what follows "ITEM: ATOMS". Throws Error(input) when there is no complete
  /// position, Error(usage) when nothing tells the elements.
  DumpColumns(std::string_view header, const TypeElements& elements, const LineReader& at);

  /// Prepares `atoms` (with its box) for `count` atoms.
  void start(Atoms& atoms, std::size_t count);
  /// Adds the atom of the current line.
  void add(Atoms& atoms, const LineReader& at);
  /// Moves the kept columns into the atoms, without those that are not numbers.
  void finish(Atoms& atoms);

  /// Velocities of the file times this are angstrom/ps.
  void setVelocityFactor(double factor) { velocityFactor_ = factor; }

 private:
  void choosePosition(const LineReader& at);
  void chooseElement(const LineReader& at);
  int elementOf(const LineReader& at) const;
  int indexOf(std::string_view name) const;

  const TypeElements& elements_;
  std::vector<std::string> names_;
  std::vector<std::string_view> words_;  // of the current line
  int id_ = -1, type_ = -1, element_ = -1, mass_ = -1;
  int position_[3] = {-1, -1, -1}, velocity_[3] = {-1, -1, -1};
  bool scaled_ = false;
  double velocityFactor_ = 1;
  std::vector<int> kept_;
  std::vector<std::vector<double>> values_;
  std::vector<bool> numeric_;
};

}  // namespace glasscope::sim
