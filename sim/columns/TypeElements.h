#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sim/frames/LineReader.h"

namespace glasscope::sim {

/// A mass in g/mol tells an element when it is that of one to this much; masses of one element by
/// different programs (isotopes, old tables) differ by no more than kSameElement_g_per_mol.
inline constexpr double kSameElement_g_per_mol = 2.5;

/// True for a mass that says nothing: programs write 1 where masses do not matter.
inline bool isUnitMass(double mass) {
  return mass == 1;
}

/// The element of a mass, or 0 when it is none, or 1, which says nothing.
int elementOfMassOrNone(double mass);
/// The element of a name or label, or 0 when it is none.
int elementOfNameOrNone(std::string_view name);

/// Which element an atom is, from what a file says about it and from what the user says of its
/// types.
class TypeElements {
 public:
  explicit TypeElements(std::vector<int> elements) : elements_(std::move(elements)) {}

  bool given() const { return !elements_.empty(); }
  std::size_t count() const { return elements_.size(); }
  const std::vector<int>& all() const { return elements_; }

  /// Element of a numeric type, as given with --elements. Throws Error(usage) when the type has
  /// none.
  int ofType(std::int64_t type, const LineReader& at) const;
  /// Element of a word of a species column. Symbols are elements. Numbers are types when elements
  /// were given, and atomic numbers otherwise (requireAtomicNumbers then says whether they can be).
  /// Throws Error(usage) for a symbol that is not among the elements given.
  int ofSymbol(std::string_view symbol, const LineReader& at) const;
  /// Element of a word that is an atomic number.
  int ofAtomicNumber(std::string_view word, const LineReader& at) const;
  /// Element of a mass in g/mol, known to 0.3 g/mol.
  int ofMass(double mass, const LineReader& at) const;

  /// Throws Error(usage) when the numbers that ofSymbol took for atomic numbers may be types, which
  /// count from 1 (core/atoms/SpeciesNumbers.h).
  void requireAtomicNumbers(const std::string& file) const;

  /// Throws Error(usage): the file has types and no elements.
  [[noreturn]] static void missing(std::int64_t types, const std::string& file);
  /// Throws Error(usage): what the file says of a type contradicts itself.
  [[noreturn]] static void contradiction(const std::string& why, const std::string& file,
                                         std::int64_t types);

 private:
  int among(int z, std::string_view word, const LineReader& at) const;

  std::vector<int> elements_;
  mutable std::map<std::string, int, std::less<>> symbols_;  // what was looked up already
  mutable std::set<int> numbers_;                            // taken for atomic numbers
};

}  // namespace glasscope::sim
