#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/atoms/Atoms.h"
#include "core/atoms/CellEdges.h"
#include "sim/columns/TypeElements.h"
#include "sim/columns/TypeFacts.h"
#include "sim/frames/LineReader.h"

namespace glasscope::sim {

/// The columns of a LAMMPS dump: which of them are the identity, the element and the position of an
/// atom (x, xu, xs or xsu, in this order of preference), and which are kept as they are.
class DumpColumns {
 public:
  /// `names` are what follows "ITEM: ATOMS". Throws Error(input) when there is no complete
  /// position, Error(usage) when nothing tells the elements.
  DumpColumns(std::vector<std::string> names, const TypeElements& elements, const LineReader& at);

  /// Prepares for `count` atoms.
  void start(Atoms& atoms, std::size_t count);
  /// Adds the atom of the current line, whose words these are.
  void add(Atoms& atoms, std::span<const std::string_view> words, const LineReader& at);
  /// Places scaled positions into the cell, tells the elements of the types, and moves the kept
  /// columns into the atoms, without those that are not numbers. Throws Error(usage) when the
  /// elements are not known or not certain.
  void finish(Atoms& atoms, const CellEdges& cell);

  /// Velocities of the file times this are angstrom/ps.
  void setVelocityFactor(double factor) { velocityFactor_ = factor; }
  bool hasIds() const { return id_ >= 0; }

 private:
  void choosePosition(const LineReader& at);
  void chooseElement(const LineReader& at);
  int elementOf(std::span<const std::string_view> words, const LineReader& at);
  void requireElement(std::string_view word, const LineReader& at) const;
  std::int64_t typeOf(std::span<const std::string_view> words, const LineReader& at) const;
  void noteFacts(std::span<const std::string_view> words, const LineReader& at);
  void resolveTypes(Atoms& atoms) const;
  int indexOf(std::string_view name) const;

  const TypeElements& elements_;
  std::vector<std::string> names_;
  int id_ = -1, type_ = -1, element_ = -1, mass_ = -1;
  bool byType_ = false;  // atoms carry -type until the elements of all types are known
  std::map<std::int64_t, TypeFacts> facts_;
  int position_[3] = {-1, -1, -1}, velocity_[3] = {-1, -1, -1};
  bool scaled_ = false, wrapped_ = false;  // fractions of the edges; within the box
  double velocityFactor_ = 1;
  std::vector<int> kept_;
  std::vector<std::vector<double>> values_;
  std::vector<bool> numeric_;
};

}  // namespace glasscope::sim
