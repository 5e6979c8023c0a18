#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/atoms/ColumnSink.h"
#include "voronoi/cells/BrickPlan.h"
#include "voronoi/descriptors/DescriptorTable.h"
#include "voronoi/structure/StructureReport.h"

namespace glasscope::voronoi {

/// What takes all atoms at once (clusters, networks, rankings, values for correlations), collected
/// while a sample goes by piece by piece. Takes some bytes an atom for each, and about 200 bytes an
/// icosahedron.
class SampleParts {
 public:
  /// `kept` names the columns whose values are kept, beside those that rows of the table need.
  SampleParts(const Atoms& atoms, const DescriptorFacts& facts, bool overRanks,
              std::set<std::string> kept);
  ~SampleParts();

  /// Takes what it needs of a piece with its columns.
  void add(const Piece& piece, const Neighbourhood& here, const Columns& columns);
  /// Puts together what the pieces (of all ranks) said, and fills the report's summary of order. To
  /// be called once, after the last piece.
  void gather(std::span<const std::uint8_t> surface, StructureReport& report);
  /// Adds the columns of the sample as a whole, and the report's rankings. What the columns need
  /// stays with `columns`.
  void finish(ColumnSink& columns, StructureReport& report);
  /// Values of a column of the sample: what was computed, else what the atoms brought. Throws
  /// Error(usage) when there are none.
  std::vector<double> values(const std::string& name) const;
  /// The same for the last time: what was kept of it is given up.
  std::vector<double> takeValues(const std::string& name);

 private:
  struct State;
  bool knows(const std::string& name) const;
  void keepColumns(const Piece& piece, const Columns& columns);
  void gatherKept();
  void addColumn(ColumnSink& columns, const std::string& name, const std::string& unit,
                 const std::string& text, const AtomValue& value);
  void addRankings(ColumnSink& columns, StructureReport& report);

  const Atoms& atoms_;
  const DescriptorFacts& facts_;
  bool overRanks_;
  std::vector<SampleDescriptor> rows_;
  std::set<std::string> wanted_;
  std::shared_ptr<State> state_;
};

}  // namespace glasscope::voronoi
