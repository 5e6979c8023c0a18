#include "voronoi/pairs/StreamedPairs.h"

#include <algorithm>

#include "core/system/Mpi.h"
#include "voronoi/pairs/LocalDensity.h"

namespace glasscope::voronoi {

namespace {

/// Adds the pairs around the atoms that the brick owns; atoms without a value do not count.
void addBrick(FieldSums& sums, const Atoms& atoms, const Piece& piece,
              std::span<const FieldLevels> fields, const FieldCorrelationSettings& settings) {
  std::vector<Vec3> positions;
  std::vector<std::int32_t> levels;
  std::size_t own = 0;
  for (std::size_t k = 0; k < piece.atoms.size(); ++k) {
    const auto i = static_cast<std::size_t>(piece.atoms[k]);
    if (fields.front().level[i] == FieldLevels::kUndefined) continue;
    positions.push_back(atoms.positions[i]);
    for (const auto& field : fields) levels.push_back(field.level[i]);
    if (k < piece.own) ++own;
  }
  sums.add(atoms.box, positions, levels, own, settings);
}

}  // namespace

std::vector<RadialDistribution> streamedDistributions(const Atoms& atoms, const BrickShare& share,
                                                      const RadialSettings& radial) {
  Tally pairs;
  const double range = radialRange(atoms, radial);
  for (const auto b : share.bricks) {
    const auto piece = share.plan.piece(b, 0, range);
    std::vector<std::uint8_t> centres(piece.atoms.size());
    for (std::size_t k = 0; k < piece.own; ++k)
      centres[k] =
          radial.centres.empty() || radial.centres[static_cast<std::size_t>(piece.atoms[k])] != 0;
    countPairs(pairs, piece.of(atoms), centres, range, radial.bin_A);
  }
  if (share.overRanks) pairs.sumOverRanks();
  return radialDistributions(pairs, atoms, radial);
}

std::vector<RadialDistribution> streamedDistributions(const Atoms& atoms,
                                                      const RadialSettings& radial,
                                                      std::int64_t atomsPerBrick) {
  const BrickPlan plan(atoms, atomsPerBrick);
  return streamedDistributions(atoms, shareOverRanks(plan), radial);
}

std::vector<double> streamedDepths(const Atoms& atoms, const BrickShare& share,
                                   std::span<const std::uint8_t> marked, double limit_A) {
  std::vector<double> out(atoms.size());
  for (const auto b : share.bricks) {
    const auto piece = share.plan.piece(b, 0, limit_A);
    std::vector<std::uint8_t> marks;
    for (const auto atom : piece.atoms) marks.push_back(marked[static_cast<std::size_t>(atom)]);
    const auto depth = distanceToMarked(piece.of(atoms), marks, limit_A);
    for (std::size_t k = 0; k < piece.own; ++k)
      out[static_cast<std::size_t>(piece.atoms[k])] = depth[k];
  }
  if (share.overRanks) Mpi::sum(std::span<double>(out));
  return out;
}

std::vector<FieldCorrelation> streamedCorrelations(const Atoms& atoms, const BrickShare& share,
                                                   std::span<const FieldLevels> fields,
                                                   const std::vector<std::string>& names,
                                                   const FieldCorrelationSettings& settings) {
  const auto bins = correlationBins(atoms, settings);
  const double reach = std::max(correlationRange(atoms, settings), settings.neighbour_A);
  std::vector<FieldCorrelation> out;
  while (out.size() < fields.size()) {
    const auto rest = fields.subspan(out.size());
    const auto together = rest.first(fieldsTogether(rest));
    FieldSums sums(together.size(), bins);
    for (const auto b : share.bricks)
      addBrick(sums, atoms, share.plan.piece(b, 0, reach), together, settings);
    if (share.overRanks) sums.sumOverRanks();
    for (std::size_t f = 0; f < together.size(); ++f)
      out.push_back(correlationOf(sums, f, names[out.size()], settings));
  }
  return out;
}

}  // namespace glasscope::voronoi
