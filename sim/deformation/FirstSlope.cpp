#include "sim/deformation/FirstSlope.h"

#include <cmath>

#include "core/system/Error.h"

namespace glasscope::sim {

FirstSlope firstSlope(const QuasiStaticRun& run) {
  GLASSCOPE_ENSURE(run.rows.size() > 1, "a run without a step has no slope");
  const StrainRow &first = run.rows[0], &second = run.rows[1];
  FirstSlope found;
  found.strain = second.strain - first.strain;
  found.slope_GPa = (second.stress_GPa - first.stress_GPa) / found.strain;
  // Events say the strain before them.
  found.isElastic =
      run.events.empty() || std::abs(run.events.front().strain) >= std::abs(second.strain);
  return found;
}

}  // namespace glasscope::sim
