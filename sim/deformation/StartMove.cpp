#include "sim/deformation/StartMove.h"

#include <algorithm>

namespace glasscope::sim {

double startMove_A(const QuasiStaticRun& run, const Atoms& given) {
  double most = 0;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const Vec3 move = run.first.positions[i] - given.positions[i];
    most = std::max(most, given.box.minimumImage(move).norm());
  }
  return most;
}

}  // namespace glasscope::sim
