#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compare/diffraction/Reductions.h"
#include "compare/statistics/AssociationTable.h"
#include "compare/truth/Copies.h"
#include "core/atoms/Atoms.h"
#include "core/maps/MapGrid.h"
#include "pipeline/case/Case.h"
#include "pipeline/run/RunDirectory.h"

namespace glasscope::pipeline {

/// A scan of a run and the truth behind it.
struct ComparedScan {
  std::string name;
  std::vector<Map2> truths;   ///< descriptors, thickness and composition: "coordination@haadf"
  std::vector<Map2> signals;  ///< its map, or what its patterns are reduced to
  std::optional<compare::Reductions> reductions;  ///< of patterns, without their maps
};

/// What the scans of a run and the truth behind them look like side by side.
struct ComparedMaps {
  std::vector<ComparedScan> scans;
  /// One for each scan: the same maps, of one copy of the sample, with controls and covariates.
  std::vector<compare::AssociationGroup> groups;
  compare::Copies copies;
};

/// The atoms of a foil in its own frame, with the columns that the case compares.
struct LabelledFoil {
  Atoms atoms;
  Vec3 extent_A{0, 0, 0};

  /// Of a described configuration. Warns of descriptors of the usual list that it does not have;
  /// throws Error(usage) on names that are not known.
  static LabelledFoil of(const Case& c, const Atoms& configuration);
};

/// What is true of a foil at the positions of a scan: descriptors, thickness and composition, under
/// their own names.
std::vector<Map2> truthsAt(const Case& c, const ScanCase& scan, const LabelledFoil& foil,
                           const MapGrid& grid);

/// Electrons behind a position of a recorded signal, whose shot noise is to be taken off; 0 where
/// nothing was counted. Readout noise is no shot noise and stays.
double recordedElectrons(const Case& c, const Vec2& step_A);

/// What is compared of a scan: its signal as it was recorded, where the case records.
ProductFile comparedSignal(const Case& c, const std::string& scan);

/// Reads the scans of a run (recorded, where the case records) and projects its descriptors onto
/// them. Warns of copies and of descriptors that the configuration does not have. Throws
/// Error(usage) on names of descriptors or signals that are not known.
ComparedMaps readComparedMaps(const Case& c, const RunDirectory& run);

}  // namespace glasscope::pipeline
