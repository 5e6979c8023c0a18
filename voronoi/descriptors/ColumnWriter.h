#pragma once

#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/atoms/Atoms.h"
#include "voronoi/descriptors/CellSet.h"

namespace glasscope::voronoi {

/// Adds columns one after the other, in atom order; a column of the same name is replaced. Surface
/// atoms are undefined (NaN).
class ColumnWriter {
 public:
  ColumnWriter(Atoms& atoms, const CellSet& set) : atoms_(atoms), set_(set) {}

  void add(std::string name, std::string unit, std::string description,
           const std::function<double(std::size_t)>& value) {
    std::vector<double> values(atoms_.size(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < values.size(); ++i)
      if (!set_.surface[i]) values[i] = value(i);
    put({std::move(name), std::move(unit), std::move(description), std::move(values)});
  }
  void add(std::string name, std::string unit, std::string description,
           const std::vector<double>& values) {
    add(std::move(name), std::move(unit), std::move(description),
        [&](std::size_t i) { return values[i]; });
  }
  void put(Column column) {
    if (atoms_.columns.has(column.name)) atoms_.columns.remove(column.name);
    atoms_.columns.add(std::move(column));
  }

 private:
  Atoms& atoms_;
  const CellSet& set_;
};

/// "plain Voronoi tessellation" or "radical Voronoi tessellation": the end of descriptions.
inline std::string tessellationText(Weighting weighting) {
  return weighting == Weighting::plain ? "plain Voronoi tessellation"
                                       : "radical Voronoi tessellation";
}

}  // namespace glasscope::voronoi
