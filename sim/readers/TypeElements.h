#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/readers/LineReader.h"

namespace glasscope::sim {

/// Which element an atom is, from what a file says about it and from what the user says of its
/// types.
class TypeElements {
 public:
  explicit TypeElements(std::vector<int> elements) : elements_(std::move(elements)) {}

  bool given() const { return !elements_.empty(); }
  std::size_t count() const { return elements_.size(); }

  /// Element of a numeric type, as given with --elements. Throws Error(usage) when the type has
  /// none.
  int ofType(std::int64_t type, const LineReader& at) const;
  /// Element of a symbol ("Cu"); numbers are types when elements were given, atomic numbers
  /// otherwise.
  int ofSymbol(std::string_view symbol, const LineReader& at) const;
  /// Element of a mass in g/mol, known to 0.3 g/mol.
  int ofMass(double mass, const LineReader& at) const;

  /// Throws Error(usage): the file has types and no elements.
  [[noreturn]] static void missing(std::size_t types, const std::string& file);

 private:
  std::vector<int> elements_;
  mutable std::map<std::string, int, std::less<>> symbols_;  // what was looked up already
};

}  // namespace glasscope::sim
