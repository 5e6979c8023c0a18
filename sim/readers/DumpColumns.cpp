#include "sim/readers/DumpColumns.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/system/Text.h"

namespace glasscope::sim {
namespace {

using Triple = std::array<const char*, 3>;

constexpr std::array<Triple, 4> kPositions{
    {{"x", "y", "z"}, {"xu", "yu", "zu"}, {"xs", "ys", "zs"}, {"xsu", "ysu", "zsu"}}};
constexpr Triple kVelocity{"vx", "vy", "vz"};

// Columns that say again what an atom has already: other coordinates and image flags.
bool isRedundant(const std::string& name) {
  constexpr const char* kFlags[] = {"ix", "iy", "iz", "id", "type", "element", "mass"};
  const auto is = [&](const char* known) { return name == known; };
  return std::any_of(std::begin(kFlags), std::end(kFlags), is) ||
         std::any_of(kVelocity.begin(), kVelocity.end(), is) ||
         std::any_of(kPositions.begin(), kPositions.end(), [&](const Triple& triple) {
           return std::any_of(triple.begin(), triple.end(), is);
         });
}

}  // namespace

DumpColumns::DumpColumns(std::string_view header, const TypeElements& elements,
                         const LineReader& at)
    : elements_(elements) {
  for (const auto word : splitWords(header)) names_.emplace_back(word);
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
    if (*std::min_element(std::begin(position_), std::end(position_)) >= 0) return;
  }
  at.fail(
      fmt::format("the dump has no complete position: its columns are {}", fmt::join(names_, " ")),
      "dump x y z (or xs ys zs, xu yu zu, xsu ysu zsu) of every atom");
}

void DumpColumns::chooseElement(const LineReader& at) {
  const int type = indexOf("type"), element = indexOf("element"), mass = indexOf("mass");
  // Where nothing says what the types are, the largest is needed for a message that helps.
  if (type >= 0 && (elements_.given() || (element < 0 && mass < 0)))
    type_ = type;
  else if (element >= 0)
    element_ = element;
  else if (mass >= 0)
    mass_ = mass;
  else
    at.fail("the dump says neither type nor element nor mass of its atoms",
            "dump id type x y z at least");
}

void DumpColumns::start(Atoms& atoms, std::size_t count) {
  atoms.positions.reserve(count);
  atoms.ids.reserve(count);
  atoms.atomicNumbers.reserve(count);
  if (velocity_[0] >= 0 && velocity_[1] >= 0 && velocity_[2] >= 0) atoms.velocities.reserve(count);
  values_.assign(kept_.size(), {});
  numeric_.assign(kept_.size(), true);
  words_.reserve(names_.size());
}

int DumpColumns::elementOf(const LineReader& at) const {
  const auto wordAt = [&](int column) { return words_[static_cast<std::size_t>(column)]; };
  if (element_ >= 0) return elements_.ofSymbol(wordAt(element_), at);
  if (mass_ >= 0) return elements_.ofMass(at.real(wordAt(mass_), "the mass"), at);
  const std::int64_t type = at.integer(wordAt(type_), "the type");
  // Without elements the types are carried on as negative numbers until all of them are known.
  return elements_.given() ? elements_.ofType(type, at) : static_cast<int>(-type);
}

void DumpColumns::add(Atoms& atoms, const LineReader& at) {
  words_.clear();
  std::string_view rest = at.line();
  for (auto word = LineReader::word(rest); !word.empty(); word = LineReader::word(rest))
    words_.push_back(word);
  if (words_.size() < names_.size())
    at.fail(
        fmt::format("it has {} words, but the dump has {} columns", words_.size(), names_.size()),
        "the line was cut short: copy the file again");
  const auto triple = [&](const int* columns, const Triple& names) {
    Vec3 values;
    for (int d = 0; d < 3; ++d)
      values[d] =
          at.real(words_[static_cast<std::size_t>(columns[d])], names[static_cast<std::size_t>(d)]);
    return values;
  };
  const Vec3 position = triple(position_, kPositions[0]);
  atoms.positions.push_back(scaled_ ? atoms.box.toCartesian(position) : position);
  atoms.ids.push_back(id_ >= 0 ? at.integer(words_[static_cast<std::size_t>(id_)], "the id")
                               : static_cast<std::int64_t>(atoms.ids.size()) + 1);
  atoms.atomicNumbers.push_back(elementOf(at));
  if (velocity_[0] >= 0 && velocity_[1] >= 0 && velocity_[2] >= 0)
    atoms.velocities.emplace_back(velocityFactor_ * triple(velocity_, kVelocity));
  for (std::size_t k = 0; k < kept_.size(); ++k) {
    if (!numeric_[k]) continue;
    double value = 0;
    numeric_[k] = LineReader::realOrNot(words_[static_cast<std::size_t>(kept_[k])], value);
    values_[k].push_back(value);
  }
}

void DumpColumns::finish(Atoms& atoms) {
  if (!elements_.given() && type_ >= 0) {
    const int least = *std::min_element(atoms.atomicNumbers.begin(), atoms.atomicNumbers.end());
    TypeElements::missing(static_cast<std::size_t>(std::max(-least, 1)), atoms.source);
  }
  for (std::size_t k = 0; k < kept_.size(); ++k)
    if (numeric_[k])
      atoms.columns.add({names_[static_cast<std::size_t>(kept_[k])], "",
                         "column of the dump that was read", std::move(values_[k])});
}

}  // namespace glasscope::sim
