#include "sim/columns/DumpColumns.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/atoms/Elements.h"
#include "sim/columns/ColumnNames.h"
#include "sim/columns/Fractions.h"

namespace glasscope::sim {
namespace {

using Triple = std::array<const char*, 3>;

constexpr std::array<Triple, 4> kPositions{
    {{"x", "y", "z"}, {"xu", "yu", "zu"}, {"xs", "ys", "zs"}, {"xsu", "ysu", "zsu"}}};
constexpr Triple kVelocity{"vx", "vy", "vz"};

// Columns that say again what an atom has already: other coordinates and image flags.
bool isRedundant(const std::string& name) {
  constexpr const char* kFlags[] = {"ix", "iy", "iz", "id", "type", "element", "mass", "typelabel"};
  const auto is = [&](const char* known) { return name == known; };
  return std::any_of(std::begin(kFlags), std::end(kFlags), is) ||
         std::any_of(kVelocity.begin(), kVelocity.end(), is) ||
         std::any_of(kPositions.begin(), kPositions.end(), [&](const Triple& triple) {
           return std::any_of(triple.begin(), triple.end(), is);
         });
}

}  // namespace

DumpColumns::DumpColumns(std::vector<std::string> names, const TypeElements& elements,
                         const LineReader& at)
    : elements_(elements), names_(std::move(names)) {
  if (names_.empty()) names_ = {"id", "type", "xs", "ys", "zs"};  // the atom style of old versions
  id_ = indexOf("id");
  choosePosition(at);
  chooseElement(at);
  for (int d = 0; d < 3; ++d) velocity_[d] = indexOf(kVelocity[static_cast<std::size_t>(d)]);
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const bool twice = std::find(names_.begin(), names_.begin() + static_cast<std::ptrdiff_t>(i),
                                 names_[i]) != names_.begin() + static_cast<std::ptrdiff_t>(i);
    if (!isRedundant(names_[i]) && !twice) kept_.push_back(static_cast<int>(i));
  }
}

int DumpColumns::indexOf(std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  return found == names_.end() ? -1 : static_cast<int>(found - names_.begin());
}

void DumpColumns::choosePosition(const LineReader& at) {
  for (std::size_t kind = 0; kind < kPositions.size(); ++kind) {
    for (std::size_t d = 0; d < 3; ++d) position_[d] = indexOf(kPositions[kind][d]);
    scaled_ = kind >= 2;
    wrapped_ = kind == 2;
    if (*std::min_element(std::begin(position_), std::end(position_)) >= 0) return;
  }
  at.fail(
      fmt::format("the dump has no complete position: its columns are {}", fmt::join(names_, " ")),
      "dump x y z (or xs ys zs, xu yu zu, xsu ysu zsu) of every atom");
}

void DumpColumns::chooseElement(const LineReader& at) {
  type_ = indexOf("type");
  element_ = indexOf("element");
  if (element_ < 0) element_ = indexOf("typelabel");
  mass_ = indexOf("mass");
  byType_ = type_ >= 0;
  if (type_ < 0 && element_ < 0 && mass_ < 0)
    at.fail("the dump says neither type nor element nor mass of its atoms",
            "dump id type x y z at least");
}

void DumpColumns::start(Atoms& atoms, std::size_t count) {
  // What a damaged file promises is no reason to ask for memory: vectors grow by themselves.
  constexpr std::size_t kMostAtOnce = 1 << 22;
  const std::size_t reserved = std::min(count, kMostAtOnce);
  atoms.positions.reserve(reserved);
  atoms.ids.reserve(reserved);
  atoms.atomicNumbers.reserve(reserved);
  values_.assign(kept_.size(), {});
  numeric_.assign(kept_.size(), true);
  facts_.clear();
}

std::int64_t DumpColumns::typeOf(std::span<const std::string_view> words,
                                 const LineReader& at) const {
  const std::int64_t type = at.integer(words[static_cast<std::size_t>(type_)], "the type");
  constexpr std::int64_t kMostTypes = 100000;
  if (type < 1) at.fail(fmt::format("the atom type is {}, but types count from 1", type));
  if (type > kMostTypes)
    at.fail(fmt::format("the atom type is {}, which is more than {}", type, kMostTypes));
  return type;
}

// What the file says of a type, from its first atom. Further atoms are looked at, too: a type whose
// atoms have several names has none.
void DumpColumns::noteFacts(std::span<const std::string_view> words, const LineReader& at) {
  const auto wordAt = [&](int column) { return words[static_cast<std::size_t>(column)]; };
  const std::int64_t type = typeOf(words, at);
  const auto [found, isNew] = facts_.try_emplace(type);
  TypeFacts& fact = found->second;
  if (isNew && mass_ >= 0) fact.mass = at.real(wordAt(mass_), "the mass");
  if (element_ < 0) return;
  if (elements_.given()) {
    if (isNew) fact.named = elementOfNameOrNone(wordAt(element_));
    return;
  }
  const int z = elements_.ofSymbol(wordAt(element_), at);
  if (isNew) fact.named = z;
  if (fact.named != z)
    TypeElements::contradiction(fmt::format("its type {} is called {} and {}", type,
                                            elementSymbol(fact.named), elementSymbol(z)),
                                at.file(), type);
}

// Labels of types may be any words, and a dump does not say which of them is type 1.
void DumpColumns::requireElement(std::string_view word, const LineReader& at) const {
  if (names_[static_cast<std::size_t>(element_)] != "typelabel" || elementOfNameOrNone(word) > 0)
    return;
  at.fail(fmt::format("the type label '{}' is no chemical element", word),
          "dump the column type and give --elements, or the column element (dump_modify element)");
}

int DumpColumns::elementOf(std::span<const std::string_view> words, const LineReader& at) {
  if (byType_) {
    noteFacts(words, at);
    const std::int64_t type = typeOf(words, at);
    return elements_.given() ? elements_.ofType(type, at) : static_cast<int>(-type);
  }
  if (element_ >= 0) {
    const std::string_view word = words[static_cast<std::size_t>(element_)];
    requireElement(word, at);
    const int z = elements_.ofSymbol(word, at);
    if (mass_ >= 0 && !elements_.given())
      requireMassOf(z, at.real(words[static_cast<std::size_t>(mass_)], "the mass"), at);
    return z;
  }
  return elements_.ofMass(at.real(words[static_cast<std::size_t>(mass_)], "the mass"), at);
}

void DumpColumns::add(Atoms& atoms, std::span<const std::string_view> words, const LineReader& at) {
  if (words.size() != names_.size())
    at.fail(
        fmt::format("it has {} words, but the dump has {} columns", words.size(), names_.size()),
        words.size() < names_.size() ? "the line was cut short: copy the file again"
                                     : "repair that line or write the file again");
  const auto triple = [&](const int* columns, const Triple& names) {
    Vec3 values;
    for (int d = 0; d < 3; ++d)
      values[d] =
          at.real(words[static_cast<std::size_t>(columns[d])], names[static_cast<std::size_t>(d)]);
    return values;
  };
  const Vec3 position = triple(position_, kPositions[0]);
  atoms.positions.push_back(position);
  atoms.ids.push_back(id_ >= 0 ? at.integer(words[static_cast<std::size_t>(id_)], "the id")
                               : static_cast<std::int64_t>(atoms.ids.size()) + 1);
  atoms.atomicNumbers.push_back(elementOf(words, at));
  if (velocity_[0] >= 0 && velocity_[1] >= 0 && velocity_[2] >= 0)
    atoms.velocities.emplace_back(velocityFactor_ * triple(velocity_, kVelocity));
  for (std::size_t k = 0; k < kept_.size(); ++k) {
    if (!numeric_[k]) continue;
    double value = 0;
    numeric_[k] = LineReader::realOrNot(words[static_cast<std::size_t>(kept_[k])], value);
    values_[k].push_back(value);
  }
}

void DumpColumns::resolveTypes(Atoms& atoms) const {
  if (!byType_) return;
  if (elements_.given()) {
    std::map<std::int64_t, int> given;
    for (const auto& [type, fact] : facts_)
      given[type] = elements_.all()[static_cast<std::size_t>(type - 1)];
    warnOfOtherElements(facts_, given, atoms.source);
    return;
  }
  const std::map<std::int64_t, int> elements = elementsOf(facts_, atoms.source);
  for (int& z : atoms.atomicNumbers) {
    const auto found = elements.find(-z);
    if (found == elements.end()) TypeElements::missing(facts_.rbegin()->first, atoms.source);
    z = found->second;
  }
}

void DumpColumns::finish(Atoms& atoms, const CellEdges& cell) {
  if (wrapped_) warnOfLengths(atoms.positions, atoms.source);
  // Fractions count along the edges of the file, which need not be those of the box.
  if (scaled_)
    for (Vec3& position : atoms.positions) position = cell.origin + cell.matrix * position;
  elements_.requireAtomicNumbers(atoms.source);
  resolveTypes(atoms);
  for (std::size_t k = 0; k < kept_.size(); ++k)
    if (numeric_[k])
      atoms.columns.add({freeColumnName(names_[static_cast<std::size_t>(kept_[k])], atoms.columns),
                         "", "column of the dump that was read", std::move(values_[k])});
}

}  // namespace glasscope::sim
