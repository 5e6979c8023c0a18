#pragma once

#include <string>
#include <vector>

#include "multislice/convergence/ConvergenceReport.h"
#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// What to set so that all scans of a case are within the tolerance.
struct RecommendedSettings {
  std::vector<std::string> settings;  ///< "microscope.max_angle_mrad=131.5"
  std::vector<std::string> unknown;   ///< "haadf: window": no level that was computed would do
  std::vector<std::string> costs;     ///< "haadf: 3.4 times as now"

  /// Scans share the microscope: of what they ask for, and of what each has now, the finest. The
  /// oversampling of potentials is among the settings where it would not stay by itself what was
  /// measured with.
  static RecommendedSettings of(const Case& c,
                                const std::vector<multislice::ConvergenceReport>& reports);
  std::string text() const;  ///< lines to paste
};

}  // namespace glasscope::pipeline
