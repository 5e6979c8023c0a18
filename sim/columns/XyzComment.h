#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/atoms/CellEdges.h"
#include "sim/frames/LineReader.h"

namespace glasscope::sim {

/// The second line of an XYZ frame. Extended XYZ (libAtoms/extxyz) writes key=value pairs there,
/// femsim the edges of its box, and others what they like.
class XyzComment {
 public:
  struct Property {
    std::string name;
    char kind = 'R';  ///< S text, I whole number, R number, L true or false
    int columns = 1;
  };

  XyzComment(std::string_view text, const LineReader& at);

  /// The cell of "Lattice", "Origin" and "pbc", if the line has a lattice. A zero edge is open
  /// unless pbc says otherwise. Throws Error(input) for half an origin, a pbc that is neither true
  /// nor false, lengths that are not angstrom, or edges under another name than Lattice.
  std::optional<CellEdges> cell(const LineReader& at) const;
  /// The edges of a femsim comment: three positive numbers, and no fourth.
  std::optional<Vec3> edges() const;
  /// Columns of an atom; species and position for plain XYZ.
  std::vector<Property> properties(const LineReader& at) const;
  /// False for plain XYZ, whose atoms may have more columns than the comment tells.
  bool hasProperties() const { return !value("properties").empty(); }
  /// A value by its key, whatever the case, or "".
  std::string value(std::string_view key) const;
  /// The step and the time in ps. Other programs keep texts and numbers of their own under these
  /// names: what is no whole number is no step, and what is no number no time.
  std::optional<std::int64_t> step() const;
  std::optional<double> time_ps() const;

 private:
  std::array<bool, 3> periodic(const CellEdges& cell, const LineReader& at) const;
  Vec3 origin(const LineReader& at) const;
  void requireAngstrom(const LineReader& at) const;
  void requireNoOtherCell(const LineReader& at) const;

  std::string text_;
  std::map<std::string, std::string> values_;  // keys in lower case
  std::vector<std::string> words_;             // that belong to no key
};

}  // namespace glasscope::sim
