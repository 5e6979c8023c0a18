#pragma once

#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// The case of a study, which looks at each scan at its own settings: without series and
/// plane-wave images.
inline Case scansOnly(Case c) {
  c.images.clear();
  for (ScanCase& scan : c.scans) scan.series = {};
  return c;
}

}  // namespace glasscope::pipeline
