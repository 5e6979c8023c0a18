#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "multislice/convergence/ConvergenceKnob.h"
#include "multislice/convergence/SignalWatch.h"

namespace glasscope::multislice {

/// The settings of a scan that a study varies, each on its own with all others as they are, and the
/// levels of each, with their costs and without values:
///
///  - sampling: the grid of now, then 1.25, 1.5, 2 and 3 times as many points on the same extent,
///  with
///    detectors and windows as they are;
///  - slice thickness: now, then twice, four and eight times as many slices;
///  - window: its side now, then 1.25, 1.5 and 2 times that, up to the whole cell; a window that
///    is the whole cell already goes on into the repeats of a periodic foil, or into the vacuum;
///  - oversampling of potentials: now, then twice and four times that, 8 at most;
///  - where the scan interpolates: PRISM interpolation down to 1, and twice and four times as many
///    rings of parent beams, then all beams.
///
/// The first four are measured with exact waves by multislice, whatever the scan's own method.
/// Settings are values as they are printed, so that what is recommended is what was measured. What
/// is automatic in the job is settled once: potentials are oversampled at every level of another
/// setting as they are now, and where a finer grid would by itself oversample them less, its level
/// says so in its settings.
class ConvergenceLadders {
 public:
  /// `job` is the user's scan. Throws what settled() throws.
  ConvergenceLadders(const ScanJob& job, const Foil& foil, int snapshots, int positions);

  const SignalWatch& watch() const { return watch_; }
  /// The job of now with exact waves, the first level of the first four knobs.
  const ScanJob& exact() const { return exact_; }
  const std::vector<ConvergenceKnob>& knobs() const { return knobs_; }
  /// Level `levels[k]` of every knob k at once, with its cost and without values.
  ConvergenceLevel combined(const std::vector<std::size_t>& levels) const;
  /// Seconds of one core of a reference machine that a job takes, potentials included.
  double cost_s(const ScanJob& job, int snapshots) const;

 private:
  void addWindow();
  void addInterpolation();
  void addPartitions();
  double presentWindow_A() const;
  /// A level with these settings of the user's scan and of the exact one; `set` is what to set for
  /// it, nothing for the level of now.
  ConvergenceLevel level(double value, double refinement, std::vector<std::string> set,
                         const MicroscopeSettings& asRun, const MicroscopeSettings& studied) const;

  /// A level of the settings of now with a change of both.
  ConvergenceLevel changed(double value, double refinement, std::vector<std::string> set,
                           const std::function<void(MicroscopeSettings&)>& change) const;

  ScanJob job_;  ///< settled
  bool automaticOversampling_;
  const Foil& foil_;
  int snapshots_;
  SignalWatch watch_;
  ScanJob exact_;
  std::vector<ConvergenceKnob> knobs_;
};

}  // namespace glasscope::multislice
