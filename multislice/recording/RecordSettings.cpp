#include "multislice/recording/RecordSettings.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::multislice {

RecordSettings RecordSettings::ofDetectors() const {
  RecordSettings done = *this;
  done.pointSpread_pixels = 0;
  done.mtf.clear();
  return done;
}

RecordSettings RecordSettings::ofCamera() const {
  RecordSettings done;
  done.seed = seed;
  done.pointSpread_pixels = pointSpread_pixels;
  done.mtf = mtf;
  if (dose_e_per_A2 <= 0) return done;
  done.dose_e_per_A2 = dose_e_per_A2;
  done.gain = gain;
  done.readout_counts = readout_counts;
  done.dark_counts = dark_counts;
  done.saturation_counts = saturation_counts;
  return done;
}

std::string RecordSettings::beyond(const RecordSettings& done) const {
  std::string keys;
  const auto add = [&](bool here, bool there, const char* key) {
    if (here && !there) keys += keys.empty() ? key : std::string(", ") + key;
  };
  add(jitter_A > 0, done.jitter_A > 0, "jitter_A");
  add(drifts(), done.drifts(), "drift_A_per_line");
  add(flyback_A != 0, done.flyback_A != 0, "flyback_A");
  add(contamination > 0, done.contamination > 0, "contamination");
  add(pointSpread_pixels > 0, done.pointSpread_pixels > 0, "point_spread_pixels");
  add(!mtf.empty(), !done.mtf.empty(), "mtf");
  add(dose_e_per_A2 > 0, done.dose_e_per_A2 > 0, "dose_e_per_A2");
  add(electrons > 0, done.electrons > 0, "electrons_per_position");
  return keys;
}

void RecordSettings::validate() const {
  const auto refuse = [](const char* why, const char* remedy) {
    throw Error(ErrorKind::usage, "The signals cannot be recorded as the case asks", why, remedy);
  };
  if (!drift_A_per_line.empty() && drift_A_per_line.size() != 2)
    refuse("record.drift_A_per_line has to be two numbers", "give [x, y]");
  if (dose_e_per_A2 > 0 && electrons > 0)
    refuse("both record.dose_e_per_A2 and record.electrons_per_position are given", "give one");
  if (pointSpread_pixels > 0 && !mtf.empty())
    refuse("both record.mtf and record.point_spread_pixels are given", "give one");
  if (!mtf.empty() && (mtf.size() < 2 || mtf[0] != 1))
    refuse("record.mtf has to begin with 1 and to have at least two values",
           "give it at equal steps from zero to half a cycle per pixel");
  if (contamination >= 1) refuse("record.contamination is a fraction below 1", "give less");
  const bool electronics =
      gain != 1 || readout_counts > 0 || dark_counts != 0 || saturation_counts > 0;
  if (electronics && !counts())
    refuse("gain, readout noise, offset and saturation act on counts, and there is no dose",
           "give record.dose_e_per_A2 or record.electrons_per_position");
}

}  // namespace glasscope::multislice
