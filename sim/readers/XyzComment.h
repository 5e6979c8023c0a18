#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/atoms/Box.h"
#include "sim/readers/LineReader.h"

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

  /// The box of "Lattice", "Origin" and "pbc", if the line has a lattice.
  std::optional<Box> box(const LineReader& at) const;
  /// The edges of a femsim comment, which begins with three positive numbers.
  std::optional<Vec3> edges() const;
  /// Columns of an atom; species and position for plain XYZ.
  std::vector<Property> properties(const LineReader& at) const;
  /// A value by its key, whatever the case, or "".
  std::string value(std::string_view key) const;

 private:
  std::string text_;
  std::map<std::string, std::string> values_;  // keys in lower case
};

}  // namespace glasscope::sim
