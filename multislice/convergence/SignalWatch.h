#pragma once

#include <span>
#include <vector>

#include "multislice/convergence/WatchedSignal.h"
#include "multislice/instrument/ScanJob.h"

namespace glasscope::multislice {

/// What a study of convergence looks at: the detectors of a scan, at every depth where they record,
/// centres of mass and differential phase contrast; of a pixelated detector the bright disc and
/// rings up to its largest angle, about 5 mrad wide, or wider where that would be more than eight.
/// What rings count is scaled by their exact over their counted area, so that a grid of other
/// frequencies does not show as a change; annular detectors are left as they are, because a scan
/// has them so.
class SignalWatch {
 public:
  SignalWatch(const ScanJob& job, const Foil& foil);

  const std::vector<WatchedSignal>& signals() const { return signals_; }

  /// A job with rings in place of the pixelated detector, for measure().
  ScanJob watched(ScanJob job) const;

  /// What a signal of a watched job is off because its annulus counts whole frequencies: counted
  /// over exact area, less one; 0 for the rings of a pixelated detector, which are scaled, for
  /// discs and all other signals.
  double areaError(std::size_t signal, const ScanJob& watched, const Foil& foil) const;

  /// The largest that may be, for intensities that fall with the angle as slowly as not at all or
  /// as fast as its fourth power (Rutherford scattering; a glass beyond its first rings): what a
  /// frequency at the inner edge adds weighs more then. Not negative.
  double areaBound(std::size_t signal, const ScanJob& watched, const Foil& foil) const;

  /// Runs a watched job and gives the signals at its positions. Collective over ranks, the same
  /// bits on all of them; throws what runScan throws.
  SignalValues measure(const ScanJob& watched, std::span<const Foil> snapshots) const;

 private:
  /// Where a signal comes from: `count` numbers of a probe from `first` on, or maps that are
  /// derived from them.
  struct Source {
    enum Kind { number, ring, derived } kind;
    std::size_t first, count, depth;
  };

  /// The annulus that a signal counts as the scan does, with its discrete edges; null for others.
  const AnnularDetector* annulusOf(std::size_t signal, const ScanJob& watched) const;
  void watchAnnuli(const ScanJob& job);
  void watchDetectors(const ScanJob& job);
  void watch(WatchedSignal signal, const Source& source);

  std::vector<AnnularDetector> rings_;
  std::vector<DetectorSettings> detectors_;
  std::vector<double> depths_A_;  ///< before the exit
  std::vector<WatchedSignal> signals_;
  std::vector<Source> sources_;
};

}  // namespace glasscope::multislice
