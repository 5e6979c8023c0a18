#include "multislice/specimen/foilAtoms.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace glasscope::multislice {

Atoms foilAtoms(const Foil& foil, const Atoms& configuration) {
  const bool periodic = foil.isPeriodic();
  Atoms atoms;
  atoms.source = configuration.source;
  atoms.box = Box::orthogonal(foil.extent_A(), Vec3::Zero(), {periodic, periodic, false});
  std::vector<std::size_t> sources;
  for (std::size_t i = 0; i < foil.size(); ++i) {
    if (foil.sources()[i] == Foil::kAdded) continue;
    atoms.add(foil.atomicNumbers()[i], foil.positions()[i]);
    sources.push_back(foil.sources()[i]);
  }
  for (const Column& column : configuration.columns) {
    Column copy{column.name, column.unit, column.description, {}};
    copy.values.reserve(sources.size());
    for (const std::size_t source : sources) copy.values.push_back(column.values[source]);
    atoms.columns.add(std::move(copy));
  }
  return atoms;
}

}  // namespace glasscope::multislice
