#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/atoms/ColumnSink.h"
#include "core/math/Tally.h"
#include "voronoi/cells/BrickCells.h"
#include "voronoi/descriptors/DescriptorTable.h"
#include "voronoi/structure/SampleParts.h"
#include "voronoi/structure/StructureReport.h"

namespace glasscope::voronoi {

/// The one way in which a sample is described, in one piece or brick by brick, with the same bits:
/// it is gone through twice, first for what the sample as a whole is, then for the columns that are
/// relative to it.
class SampleDescription {
 public:
  /// In one piece, by this rank: what all cells and columns take is in memory (the cells are shared
  /// out over the ranks where the settings say so). Keeps a reference to the atoms.
  SampleDescription(const Atoms& atoms, const StructureSettings& settings);
  /// In bricks of about so many atoms, which are shared out over all ranks.
  SampleDescription(const Atoms& atoms, const StructureSettings& settings,
                    std::int64_t atomsPerBrick);

  /// Everything: columns, tables, pair functions, correlations.
  StructureReport describe(ColumnSink& columns);
  /// Only the numbers of the sample as a whole (SampleNumbers.h): species, motifs and the
  /// conventions of the table over these are those of the reference.
  std::vector<SampleNumber> numbers(const StructureReport& reference);

 private:
  struct PieceCells {
    Piece piece;
    Atoms atoms;
    CellSet set;
  };

  SampleDescription(const Atoms& atoms, const StructureSettings& settings,
                    std::int64_t atomsPerBrick, bool onePiece);
  void useRadiiOfPairs();
  std::vector<double> radiiOfAtoms() const;
  BrickCells cellsOf(std::size_t brick, const std::vector<double>& radii_A,
                     const SampleFrame& frame, double margin_A, double reach_A) const;
  PieceCells cellSet(std::size_t brick, double margin_A, double reach_A) const;
  void countCells();
  void countPiece(const PieceCells& here);
  void addSpread(const std::vector<Weighting>& weightings);
  bool countOther(Weighting weighting);
  void makeTables();
  void addRadial();
  void addStructureFactor();
  void addCorrelations(SampleParts& parts);
  DescriptorFacts facts();
  bool describePiece(const PieceCells& here, double margin_A, const DescriptorFacts& facts,
                     const std::vector<LocalDescriptor>& rows, SampleParts& parts,
                     ColumnSink* columns) const;
  void describePieces(const DescriptorFacts& facts, const std::vector<LocalDescriptor>& rows,
                      SampleParts& parts, ColumnSink* columns);
  std::vector<SampleNumber> numbersOf(const SampleParts& parts,
                                      const StructureReport& reference) const;

  const Atoms& atoms_;
  StructureSettings settings_;
  BrickPlan plan_;
  bool onePiece_;
  BrickShare share_;
  std::vector<double> radii_A_;
  SampleFrame frame_;
  std::optional<PieceCells> kept_;  // of the first walk, where there is one piece
  std::vector<double> volume_A3_;
  std::vector<std::uint8_t> surface_;
  Tally valid_, motifs_, neighbours_, spread_;
  std::map<int, double> density_per_A3_, referenceVolume_A3_, meanVolume_A3_;
  StructureReport report_;
};

}  // namespace glasscope::voronoi
