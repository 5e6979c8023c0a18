#include "core/formats/H5mdGroup.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/atoms/CellEdges.h"
#include "core/atoms/Elements.h"
#include "core/system/Error.h"

namespace glasscope::h5md {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

std::string textAttribute(const Hdf5& group, const std::string& name, const std::string& object) {
  return group.hasAttribute(name, object) ? group.stringAttribute(name, object) : std::string();
}

// Numbers that are no types, because there are more than elements, may be the elements themselves.
bool areAmong(const std::vector<std::int64_t>& numbers, std::span<const int> elements) {
  bool isType = true;
  for (const std::int64_t number : numbers) {
    isType = isType && number <= static_cast<std::int64_t>(elements.size());
    if (std::find(elements.begin(), elements.end(), number) == elements.end()) return false;
  }
  return !isType;
}

}  // namespace

Group::Group(const Hdf5& group, std::string source)
    : group_(group), source_(std::move(source)), position_(group, "position", source_) {
  const auto shape = position_.frameShape();
  if (shape.size() != 2 || shape[1] != 3)
    refuse(source_, "the positions are not three-dimensional");
  count_ = shape[0];
  if (frames() == 0 || count_ == 0)
    refuse(source_,
           fmt::format("{} holds {}", group.path(), count_ == 0 ? "no atoms" : "no frame"));
  readBoundary();
}

std::string Group::name() const {
  return group_.path().substr(group_.path().rfind('/') + 1);
}

void Group::readBoundary() {
  if (!group_.has("box") || !group_.hasAttribute("boundary", "box")) return;
  const auto boundary = group_.stringsAttribute("boundary", "box");
  if (boundary.size() != 3) refuse(source_, "the box does not name three boundaries");
  for (std::size_t d = 0; d < 3; ++d) {
    if (boundary[d] != "periodic" && boundary[d] != "none")
      refuse(source_, fmt::format("the boundary '{}' is neither periodic nor none", boundary[d]));
    periodic_[d] = boundary[d] == "periodic";
  }
}

std::vector<int> Group::species(std::uint64_t f, const SpeciesSource& from) const {
  if (!hasSpecies()) {
    if (from.each.size() == count_) return {from.each.begin(), from.each.end()};
    if (from.whole > 0) return std::vector<int>(count_, from.whole);
    throw Error(ErrorKind::usage, fmt::format("The elements of '{}' are not known", source_),
                fmt::format("{} has no data set 'species' for its {} atoms", group_.path(), count_),
                "name one element for all atoms, one for each group, or one for each atom in their "
                "order: --elements Cu*300,Zr*200");
  }
  const Element element(group_, "species", source_);
  if (group_.isString(element.dataset())) refuse(source_, "its species are text");
  const auto words = group_.enumeration(element.dataset());
  const auto numbers = element.integersAt(f);
  const bool types = !from.isOurs && !from.elements.empty() && !areAmong(numbers, from.elements);
  std::vector<int> species;
  for (const std::int64_t number : numbers) {
    if (const auto word = words.find(number); word != words.end()) {
      species.push_back(atomicNumber(word->second));
    } else if (types) {
      if (number < 1 || number > static_cast<std::int64_t>(from.elements.size()))
        throw Error(ErrorKind::usage, fmt::format("The element of species {} is not known", number),
                    fmt::format("{} elements were given, but '{}' has species {}",
                                from.elements.size(), source_, number),
                    "name one element for each species, from 1 on: --elements Cu,Zr");
      species.push_back(from.elements[static_cast<std::size_t>(number - 1)]);
    } else if (number < 1 || number > kMaxAtomicNumber) {
      refuse(source_, fmt::format("its species {} is no atomic number: give --elements", number));
    } else {
      species.push_back(static_cast<int>(number));
    }
  }
  if (species.size() != count_)
    refuse(source_, fmt::format("it has {} species for {} atoms", species.size(), count_));
  return species;
}

bool Group::tellsElements() const {
  return !hasSpecies() ||
         !group_.enumeration(Element(group_, "species", source_).dataset()).empty();
}

std::vector<std::int64_t> Group::ids(std::uint64_t f) const {
  std::vector<std::int64_t> ids;
  if (!hasIds()) {
    for (std::uint64_t i = 0; i < count_; ++i) ids.push_back(static_cast<std::int64_t>(i) + 1);
    return ids;
  }
  ids = Element(group_, "id", source_).integersAt(f);
  if (ids.size() != count_)
    refuse(source_, fmt::format("it has {} ids for {} atoms", ids.size(), count_));
  return ids;
}

std::vector<Vec3> Group::vectors(const std::string& name, Dimension dimension,
                                 std::uint64_t f) const {
  const Element element(group_, name, source_);
  const bool hasEdges = dimension == Dimension::length && Element::in(group_, "box/edges");
  const std::string edges =
      hasEdges ? Element(group_, "box/edges", source_).dataset() : std::string();
  const double factor = factorOf(group_, element.dataset(), dimension, source_, edges);
  const auto numbers = element.at(f);
  if (numbers.size() != 3 * count_)
    refuse(source_, fmt::format("{} has {} numbers for {} atoms", name, numbers.size(), count_));
  std::vector<Vec3> vectors(count_);
  for (std::size_t i = 0; i < vectors.size(); ++i)
    vectors[i] = factor * Vec3(numbers[3 * i], numbers[3 * i + 1], numbers[3 * i + 2]);
  return vectors;
}

Vec3 Group::origin(std::uint64_t f) const {
  if (!group_.has("box/glasscope_origin")) return Vec3::Zero();
  const auto at = Element(group_, "box/glasscope_origin", source_).at(f);
  if (at.size() != 3)
    refuse(source_, fmt::format("the origin of the box has {} numbers and not 3", at.size()));
  return {at[0], at[1], at[2]};
}

Box Group::usableBox(const CellEdges& cell, const std::vector<Vec3>& positions) const {
  try {
    return boxOf(cell, positions);
  } catch (const Error& error) {
    refuse(source_, "its box is not usable: " + error.why());
  }
}

Box Group::box(std::uint64_t f, const std::vector<Vec3>& positions) const {
  CellEdges cell;
  cell.origin = origin(f);
  cell.periodic = periodic_;
  const bool open = !periodic_[0] && !periodic_[1] && !periodic_[2];
  // A cluster needs no edges.
  if (!Element::in(group_, "box/edges") && open) return usableBox(cell, positions);
  const Element edges(group_, "box/edges", source_);
  const double factor = factorOf(group_, edges.dataset(), Dimension::length, source_,
                                 Element(group_, "position", source_).dataset());
  const auto numbers = edges.at(f);
  if (numbers.size() == 3)
    cell.matrix.diagonal() = Vec3(numbers[0], numbers[1], numbers[2]);
  else if (numbers.size() == 9)
    cell.matrix = Eigen::Map<const Mat3>(numbers.data());  // rows of the file are columns of ours
  else
    refuse(source_, fmt::format("box/edges has {} numbers, not 3 or 9", numbers.size()));
  cell.matrix *= factor;
  return usableBox(cell, positions);
}

double Group::scalar(const std::string& name, std::uint64_t f, double otherwise) const {
  if (!group_.isDataset(name)) return otherwise;
  const auto shape = group_.shape(name);
  // H5MD 1.1 allows fixed intervals: a scalar increment, with the offset as an attribute.
  if (shape.empty()) {
    const double offset =
        group_.hasAttribute("offset", name) ? group_.numberAttribute("offset", name) : 0;
    return offset + group_.readScalar(name) * static_cast<double>(f);
  }
  if (shape.size() != 1 || f >= shape[0])
    refuse(source_, fmt::format("{} has fewer entries than there are frames", name));
  return group_.readBlockDoubles(name, {f}, {1}).front();
}

double Group::time_ps(std::uint64_t f) const {
  const std::string name = "position/time";
  const double time = scalar(name, f, kUnknown);
  return std::isnan(time) ? time : time * factorOf(group_, name, Dimension::time, source_);
}

std::int64_t Group::step(std::uint64_t f) const {
  const double step = scalar("position/step", f, 0);
  constexpr double kLargest = 9007199254740992.0;  // 2^53: every whole number below is a double
  if (!(std::abs(step) <= kLargest)) refuse(source_, fmt::format("its step {} is none", step));
  return static_cast<std::int64_t>(step);
}

Atoms Group::frame(std::uint64_t f, const SpeciesSource& from) const {
  Atoms atoms;
  atoms.source = source_;
  atoms.ids = ids(f);
  atoms.atomicNumbers = species(f, from);
  if (from.elements.empty()) requireMasses(atoms.atomicNumbers, f);
  atoms.positions = vectors("position", Dimension::length, f);
  atoms.box = box(f, atoms.positions);
  if (Element::in(group_, "velocity"))
    atoms.velocities = vectors("velocity", Dimension::velocity, f);
  atoms.time_ps = position_.changes() ? time_ps(f) : kUnknown;
  if (position_.changes()) atoms.step = step(f);
  addColumns(atoms, f);
  return atoms;
}

// Species and masses of one file have to be of the same elements. Isotopes and masses of 1, which
// say nothing, are no element's.
void Group::requireMasses(const std::vector<int>& species, std::uint64_t f) const {
  constexpr double kSameElement_g_per_mol = 2.5;
  if (!Element::in(group_, "mass")) return;
  const auto masses = Element(group_, "mass", source_).at(f);
  if (masses.size() != species.size()) return;
  for (std::size_t i = 0; i < species.size(); ++i) {
    const int z = species[i], other = masses[i] == 1 ? 0 : elementOfMass(masses[i]);
    if (other == 0 || z < 1 || z > kMaxAtomicNumber ||
        std::abs(elementMass(z) - masses[i]) <= kSameElement_g_per_mol)
      continue;
    throw Error(ErrorKind::usage, fmt::format("The elements of '{}' are not certain", source_),
                fmt::format("an atom of species {}, {}, has the mass {} g/mol, that of {}", z,
                            elementSymbol(z), masses[i], elementSymbol(other)),
                "name them in the order of the types, for example --elements Cu,Zr");
  }
}

void Group::addColumns(Atoms& atoms, std::uint64_t f) const {
  if (!group_.has("glasscope_columns")) return;
  const Hdf5 columns = group_.group("glasscope_columns");
  const auto names = columns.hasAttribute("column_order") ? columns.stringsAttribute("column_order")
                                                          : columns.names();
  for (const auto& name : names) {
    auto values = Element(columns, name, source_).at(f);
    if (values.size() != count_)
      refuse(source_,
             fmt::format("the column {} has {} numbers for {} atoms", name, values.size(), count_));
    if (atoms.columns.has(name)) refuse(source_, fmt::format("it has two columns {}", name));
    atoms.columns.add({name, textAttribute(columns, "unit", name),
                       textAttribute(columns, "description", name), std::move(values)});
  }
}

}  // namespace glasscope::h5md
