#include "sim/samples/ModelAtoms.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/atoms/Elements.h"

namespace glasscope::sim {

Atoms modelAtoms(ShellPackingSettings packing, const std::vector<int>& elements,
                 std::vector<double> roles, const std::map<int, double>& radii_A,
                 const std::string& source) {
  packing.radii_A.clear();
  for (const int z : elements) packing.radii_A.push_back(radii_A.at(z));
  const ShellPacking packed = packShells(packing);
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(packed.edge_A));
  for (std::size_t i = 0; i < elements.size(); ++i)
    atoms.add(elements[i], atoms.box.wrap(packed.places_A[i]));
  std::vector<double> shells(elements.size(), 0.0);
  for (const auto& shell : packed.shells)
    for (const std::size_t k : shell) shells[k] += 1;
  atoms.columns.add({"model_site", "1",
                     "site of the model of structure: 1 a centre, others as docs/protocols.md says",
                     std::move(roles)});
  atoms.columns.add(
      {"shells", "1", "clusters of the model that the atom lies in the shell of", shells});
  atoms.source = source;
  return atoms;
}

std::string compositionText(const Atoms& atoms) {
  std::vector<std::pair<std::ptrdiff_t, int>> counts;
  for (const int z : atoms.species())
    counts.emplace_back(std::count(atoms.atomicNumbers.begin(), atoms.atomicNumbers.end(), z), z);
  std::ranges::stable_sort(counts, std::greater<>(), [](const auto& pair) { return pair.first; });
  std::string text;
  for (const auto& [count, z] : counts)
    text += fmt::format("{}{:.1f}", elementSymbol(z),
                        100.0 * static_cast<double>(count) / static_cast<double>(atoms.size()));
  return text;
}

}  // namespace glasscope::sim
