#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/atoms/ColumnScratch.h"
#include "voronoi/cells/BrickPlan.h"
#include "voronoi/descriptors/CellSet.h"
#include "voronoi/descriptors/NeighbourhoodColumns.h"
#include "voronoi/structure/ConnectedColumns.h"

namespace glasscope::voronoi {

/// What takes all atoms at once (clusters, networks, rankings, values for correlations), collected
/// while a sample goes by brick by brick. Takes some bytes an atom for each, and about 200 bytes an
/// icosahedron.
class StreamedOrder {
 public:
  /// `bondCutoff_A` as in addNeighbourhoodColumns.
  StreamedOrder(const Atoms& atoms, const StructureSettings& settings, double bondCutoff_A);
  ~StreamedOrder();

  /// Takes what it needs of a brick with its columns.
  void add(const Piece& piece, const Atoms& brick, const CellSet& set, const Neighbourhood& found);
  /// Adds the columns of the sample as a whole, and fills the report's order and rankings. To be
  /// called by all ranks, once, after the last brick. What the columns need stays with `columns`.
  void finish(ColumnScratch& columns, std::span<const std::uint8_t> surface,
              StructureReport& report);
  /// Values of a column of the sample, wherever they are. Throws Error(usage) when there are none.
  std::vector<double> values(const std::string& name) const;
  /// The same for the last time: what was kept of it is given up.
  std::vector<double> takeValues(const std::string& name);

 private:
  struct State;
  void keepColumns(const Piece& piece, const Atoms& brick);
  void gather();
  void addRankings(const PutColumn& put, StructureReport& report);

  const Atoms& atoms_;
  const StructureSettings& settings_;
  double bondCutoff_A_;
  std::shared_ptr<State> state_;
};

}  // namespace glasscope::voronoi
