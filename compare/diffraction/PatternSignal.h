#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "compare/diffraction/DiffractionGrid.h"
#include "compare/diffraction/ReductionSettings.h"
#include "core/maps/Curves.h"
#include "core/maps/Datacube.h"
#include "core/maps/Quantity.h"
#include "core/math/Array2.h"

namespace glasscope::compare {

/// What is known of a scan before its patterns are measured one by one.
struct PatternContext {
  DatacubeShape shape;
  DiffractionGrid grid;
  Array2<double> meanPattern;  ///< [qx, qy]
  ReductionSettings settings;  ///< with every range filled in
};

/// A map over the scan that a signal fills.
struct PatternMap {
  std::string name, unit, description;
};

/// One pattern and where it was recorded.
struct PlacedPattern {
  int rx = 0, ry = 0;
  const Array2<double>* pattern = nullptr;
  bool usualThickness = true;  ///< inside ReductionSettings::thicknessWindow
};

/// Something that a 4-D scan shows: maps over the scan, curves or numbers of the scan as a whole.
///
/// A new one is a source file with such a class, its line in PatternSignals.h and its row in
/// PatternSignals.cpp; files and the report take what `maps`, `curves` and `numbers` give.
class PatternSignal {
 public:
  virtual ~PatternSignal() = default;

  virtual std::vector<PatternMap> maps() const { return {}; }
  /// What one pattern gives: a value for each map, then whatever `take` asks for. Several threads
  /// call it at once.
  virtual std::vector<double> measure(const Array2<double>& pattern) const = 0;
  /// Called for each position in the order of the scan with what `measure` gave.
  virtual void take(const PlacedPattern& /*place*/, std::span<const double> /*measured*/) {}
  virtual std::vector<Curves> curves() const { return {}; }
  virtual std::vector<Quantity> numbers() const { return {}; }
};

/// A row of the table of signals.
struct PatternSignalRow {
  const char* name;
  const char* text;   ///< what it shows
  const char* needs;  ///< what it takes from settings and scan
  /// The context outlives the signal.
  std::unique_ptr<PatternSignal> (*make)(const PatternContext& context);
};

}  // namespace glasscope::compare
