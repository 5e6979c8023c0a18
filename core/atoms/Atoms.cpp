#include "core/atoms/Atoms.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/system/Error.h"

namespace glasscope {

namespace {

// A double has sixteen digits: from here on fewer than seven are left behind the point.
constexpr double kFarthest_A = 1e9;

[[noreturn]] void refuse(const Atoms& atoms, const std::string& why, const std::string& remedy) {
  throw Error(ErrorKind::input,
              fmt::format("The configuration {} cannot be used",
                          atoms.source.empty() ? "given" : "'" + atoms.source + "'"),
              why, remedy);
}

void checkLengths(const Atoms& atoms) {
  const std::size_t n = atoms.size();
  bool equal = atoms.ids.size() == n && atoms.atomicNumbers.size() == n &&
               (atoms.velocities.empty() || atoms.velocities.size() == n);
  for (const Column& column : atoms.columns) equal = equal && column.values.size() == n;
  if (!equal) refuse(atoms, "its per-atom arrays differ in length", "check the file for damage");
}

template <class T>
void permute(std::vector<T>& values, const std::vector<std::size_t>& order) {
  if (values.empty()) return;
  std::vector<T> sorted;
  sorted.reserve(values.size());
  for (std::size_t i : order) sorted.push_back(values[i]);
  values = std::move(sorted);
}

}  // namespace

void Atoms::add(int atomicNumber, const Vec3& position) {
  ids.push_back(static_cast<std::int64_t>(ids.size()) + 1);
  atomicNumbers.push_back(atomicNumber);
  positions.push_back(position);
}

std::vector<int> Atoms::species() const {
  std::vector<int> present = atomicNumbers;
  std::sort(present.begin(), present.end());
  present.erase(std::unique(present.begin(), present.end()), present.end());
  return present;
}

void Atoms::validate() const {
  if (size() == 0) refuse(*this, "it holds no atoms", "check that the file is complete");
  checkLengths(*this);
  for (std::size_t i = 0; i < size(); ++i) {
    if (!positions[i].allFinite()) {
      refuse(*this, fmt::format("atom {} has a coordinate that is not a finite number", ids[i]),
             "the simulation that wrote it has probably blown up; take an earlier frame");
    }
    if ((positions[i] - box.origin()).cwiseAbs().maxCoeff() > kFarthest_A) {
      refuse(*this,
             fmt::format("atom {} is {:.3g} angstrom from the box, where the digits of a number no "
                         "longer tell its place",
                         ids[i], (positions[i] - box.origin()).cwiseAbs().maxCoeff()),
             "the simulation that wrote it has probably blown up; take an earlier frame");
    }
    if (atomicNumbers[i] < 1 || atomicNumbers[i] > kMaxAtomicNumber) {
      refuse(*this,
             fmt::format("atom {} has the unknown atomic number {}", ids[i], atomicNumbers[i]),
             "give the elements of the types with --elements");
    }
  }
  std::vector<std::int64_t> sorted = ids;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end()) {
    refuse(*this, fmt::format("the atom id {} occurs more than once", *twice),
           "select a single frame, or renumber the atoms");
  }
}

void Atoms::sortById() {
  if (std::is_sorted(ids.begin(), ids.end())) return;
  std::vector<std::size_t> order(size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return ids[a] < ids[b]; });
  permute(ids, order);
  permute(atomicNumbers, order);
  permute(positions, order);
  permute(velocities, order);
  Columns sorted;
  for (const Column& column : columns) {
    Column copy = column;
    permute(copy.values, order);
    sorted.add(std::move(copy));
  }
  columns = std::move(sorted);
}

}  // namespace glasscope
