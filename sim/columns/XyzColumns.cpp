#include "sim/columns/XyzColumns.h"

#include <algorithm>
#include <initializer_list>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "sim/columns/ColumnNames.h"
#include "sim/columns/TypeFacts.h"

namespace glasscope::sim {

XyzColumns::XyzColumns(const XyzComment& comment, const LineReader& at)
    : isPlain_(!comment.hasProperties()) {
  for (const auto& property : comment.properties(at)) place(property, comment);
  if (position_ < 0) at.fail("the frame has no positions (property pos:R:3)");
  if (species_ < 0) at.fail("the frame has no species (property species:S:1)");
}

void XyzColumns::add(Atoms& atoms, const TypeElements& elements, const LineReader& at) {
  at.words(words_);
  // Plain XYZ has columns of which its comment says nothing: as many as its first atom.
  if (isPlain_ && atoms.size() == 0 && static_cast<int>(words_.size()) > count_)
    count_ = static_cast<int>(words_.size());
  if (static_cast<int>(words_.size()) < count_)
    at.fail(fmt::format("it has {} words, but an atom has {}", words_.size(), count_),
            "the line was cut short: copy the file again");
  if (static_cast<int>(words_.size()) > count_)
    at.fail(fmt::format("it has {} words, but an atom has {}", words_.size(), count_),
            "correct the line, or name every column in Properties");
  atoms.atomicNumbers.push_back(kind_ == Species::atomicNumber
                                    ? elements.ofAtomicNumber(wordAt(species_), at)
                                    : elements.ofSymbol(wordAt(species_), at));
  requireSymbolOf(atoms.atomicNumbers.back(), at);
  atoms.positions.push_back(vectorAt(position_, at));
  atoms.ids.push_back(id_ >= 0 ? at.integer(wordAt(id_), "the id")
                               : static_cast<std::int64_t>(atoms.ids.size()) + 1);
  if (mass_ >= 0) requireMassOf(atoms.atomicNumbers.back(), at.real(wordAt(mass_), "the mass"), at);
  if (velocity_ >= 0) atoms.velocities.push_back(vectorAt(velocity_, at));
  for (auto& kept : kept_) keep(kept);
}

// Beside atomic numbers a symbol may stand, which has to be the same element where it is one.
void XyzColumns::requireSymbolOf(int z, const LineReader& at) const {
  if (kind_ != Species::atomicNumber || symbol_ < 0) return;
  const int named = elementOfNameOrNone(wordAt(symbol_));
  if (named > 0 && named != z)
    at.fail(fmt::format("the atom is called {} and has the atomic number {}, which is {}",
                        wordAt(symbol_), z, elementSymbol(z)),
            "find out which of the two columns is right, and take the other one out");
}

void XyzColumns::finish(Atoms& atoms) {
  for (auto& kept : kept_)
    if (kept.numeric)
      atoms.columns.add({freeColumnName(kept.name, atoms.columns), "",
                         "column of the XYZ file that was read", std::move(kept.values)});
  kept_.clear();
}

XyzColumns::Species XyzColumns::speciesOf(const XyzComment::Property& property) {
  if (property.columns != 1) return Species::none;
  const auto named = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), property.name) != names.end();
  };
  if (named({"Z", "numbers", "atomic_numbers", "atomic_number"}) && property.kind == 'I')
    return Species::atomicNumber;
  if (named({"species", "element", "elements", "symbol", "symbols"}))
    return property.kind == 'S' ? Species::symbol : Species::number;
  if (named({"type", "types"})) return Species::type;
  return Species::none;
}

void XyzColumns::place(const XyzComment::Property& property, const XyzComment& comment) {
  const int first = count_;
  count_ += property.columns;
  const auto is = [&](const char* name, int columns) {
    return property.columns == columns && property.name == name;
  };
  const Species species = speciesOf(property);
  if (species != Species::none) {
    if (species == Species::symbol) symbol_ = first;
    if (species <= kind_) return;
    species_ = first;
    kind_ = species;
    return;
  }
  // The unit of a velocity in XYZ is anybody's guess: only our own, which says it, becomes one.
  if (is("pos", 3))
    position_ = first;
  else if (is("id", 1) && property.kind == 'I')
    id_ = first;
  else if (is("vel", 3) && comment.value("velocity_unit") == "angstrom/ps")
    velocity_ = first;
  else if (property.kind != 'S') {
    if ((is("mass", 1) || is("masses", 1)) && property.kind == 'R') mass_ = first;
    keepColumns(property, first);
  }
}

void XyzColumns::keepColumns(const XyzComment::Property& property, int first) {
  for (int c = 0; c < property.columns; ++c) {
    const std::string suffix = property.columns == 1   ? std::string()
                               : property.columns == 3 ? fmt::format("_{}", "xyz"[c])
                                                       : fmt::format("_{}", c + 1);
    kept_.push_back({property.name + suffix, first + c});
  }
}

void XyzColumns::keep(Kept& kept) const {
  if (!kept.numeric) return;
  const std::string_view word = wordAt(kept.word);
  double value = 0;
  if (word == "T" || word == "True")
    value = 1;
  else if (word != "F" && word != "False")
    kept.numeric = LineReader::realOrNot(word, value);
  kept.values.push_back(value);
}

Vec3 XyzColumns::vectorAt(int word, const LineReader& at) const {
  constexpr std::string_view kNames[] = {"x", "y", "z"};
  Vec3 vector;
  for (int d = 0; d < 3; ++d) vector[d] = at.real(wordAt(word + d), kNames[d]);
  return vector;
}

}  // namespace glasscope::sim
