#include "multislice/recording/ScanDistortion.h"

#include <cmath>

#include "core/math/Random.h"

namespace glasscope::multislice {

ScanDistortion::ScanDistortion(const RecordSettings& settings, int positionsPerLine,
                               const std::string& image)
    : settings_(settings), perLine_(positionsPerLine), jitter_("scan_jitter" + image) {}

Vec2 ScanDistortion::at(int rx, int ry) const {
  Vec2 shift(0, 0);
  if (settings_.jitter_A > 0) {
    Random random(settings_.seed, jitter_, 0, static_cast<std::uint64_t>(rx));
    const double x = random.normal();
    shift += settings_.jitter_A * Vec2(x, random.normal());
  }
  if (settings_.drifts()) {
    const double lines = rx + static_cast<double>(ry) / perLine_;
    shift += lines * Vec2(settings_.drift_A_per_line[0], settings_.drift_A_per_line[1]);
  }
  if (settings_.flyback_A != 0)
    shift.y() -= settings_.flyback_A * std::exp(-ry / settings_.flyback_positions);
  return shift;
}

}  // namespace glasscope::multislice
