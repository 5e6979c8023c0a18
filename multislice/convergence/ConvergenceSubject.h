#pragma once

#include <string>
#include <vector>

#include "multislice/convergence/ConvergenceKnob.h"
#include "multislice/instrument/ScanGrid.h"
#include "multislice/specimen/Foil.h"

namespace glasscope::multislice {

/// What a study of convergence is about: the levels of every setting, and how one is computed and
/// what it costs. A level is named by a pointer into knobs() or a copy of it; null is the setting
/// of now.
class ConvergenceSubject {
 public:
  virtual ~ConvergenceSubject() = default;

  virtual std::string label() const = 0;
  virtual const std::vector<WatchedSignal>& signals() const = 0;
  /// Where the signals are looked at.
  virtual ScanGrid positions() const = 0;
  /// Slices of the foil as it is cut now.
  virtual int slices() const = 0;
  /// Levels without values, with their costs in the user's job.
  virtual std::vector<ConvergenceKnob> knobs() const = 0;
  /// Whether the setting of now is what this level computes.
  virtual bool isPresent(const ConvergenceLevel& level) const = 0;

  /// Seconds that the setting of now takes on this machine, estimated; one snapshot.
  virtual double present_s() const = 0;
  /// What a level costs to compute in units of the setting of now.
  virtual double relativeCost(const ConvergenceLevel& level) const = 0;
  /// Throws Error(capacity) where a level takes more memory than this.
  virtual void requireMemory(const ConvergenceLevel& level, double memory_bytes) const = 0;
  /// The signals of one snapshot. Collective over ranks, the same bits on all of them. `name` is
  /// for progress.
  virtual SignalValues measure(const ConvergenceLevel* level, const Foil& foil,
                               const std::string& name) const = 0;
};

}  // namespace glasscope::multislice
