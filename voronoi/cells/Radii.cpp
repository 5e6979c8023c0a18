#include "voronoi/cells/Radii.h"

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/system/Error.h"

namespace glasscope::voronoi {
namespace {

/// Metals: metallic radii for coordination 12 (A. F. Wells, Structural Inorganic Chemistry, 5th
/// ed., Clarendon Press, Oxford 1984, p. 1288). Lanthanides beyond Ce: atom radii of Lange's
/// Handbook of Chemistry (J. A. Dean, ed., 15th ed. 1999, table 4.6). B, C, Si and P have no
/// metallic radius: covalent ones (Cordero et al., Dalton Trans. 2008, 2832).
const std::map<int, double>& table() {
  static const std::map<int, double> radii = {
      {3, 1.57},   {4, 1.12},   {5, 0.84},   {6, 0.76},   {11, 1.91},  {12, 1.60},  {13, 1.43},
      {14, 1.11},  {15, 1.07},  {20, 1.97},  {21, 1.64},  {22, 1.47},  {23, 1.35},  {24, 1.29},
      {25, 1.37},  {26, 1.26},  {27, 1.25},  {28, 1.25},  {29, 1.28},  {30, 1.37},  {31, 1.53},
      {32, 1.39},  {38, 2.15},  {39, 1.82},  {40, 1.60},  {41, 1.47},  {42, 1.40},  {43, 1.35},
      {44, 1.34},  {45, 1.34},  {46, 1.37},  {47, 1.44},  {48, 1.52},  {49, 1.67},  {50, 1.58},
      {56, 2.24},  {57, 1.88},  {58, 1.82},  {60, 1.814}, {62, 1.804}, {64, 1.804}, {65, 1.773},
      {66, 1.781}, {67, 1.762}, {68, 1.761}, {69, 1.759}, {71, 1.738}, {72, 1.59},  {73, 1.47},
      {74, 1.41},  {75, 1.37},  {76, 1.35},  {77, 1.36},  {78, 1.39},  {79, 1.44},  {82, 1.75}};
  return radii;
}

}  // namespace

double tableRadius_A(int atomicNumber) {
  const auto found = table().find(atomicNumber);
  if (found != table().end()) return found->second;
  const auto symbol = elementSymbol(atomicNumber);
  throw Error(
      ErrorKind::usage, fmt::format("no radius for {} in the radical tessellation", symbol),
      "the table holds the elements of the usual metallic glasses",
      fmt::format("give a radius for {} in angstrom, or use the plain tessellation", symbol));
}

std::vector<double> radiiOf(const std::vector<int>& atomicNumbers,
                            const std::map<int, double>& overrides) {
  std::map<int, double> known;
  std::vector<double> out;
  out.reserve(atomicNumbers.size());
  for (const int z : atomicNumbers) {
    auto found = known.find(z);
    if (found == known.end()) {
      const auto given = overrides.find(z);
      found = known.emplace(z, given != overrides.end() ? given->second : tableRadius_A(z)).first;
    }
    out.push_back(found->second);
  }
  return out;
}

}  // namespace glasscope::voronoi
