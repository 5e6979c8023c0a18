#pragma once

#include <map>
#include <set>
#include <vector>

#include "core/atoms/Atoms.h"
#include "core/math/Random.h"
#include "multislice/instrument/RowSink.h"
#include "multislice/instrument/ScanJob.h"

namespace glasscope::multislice {

/// A small random arrangement of Cu and Zr; snapshots differ by random displacements.
inline Foil smallGlass(int snapshot = 0) {
  Atoms atoms;
  atoms.box = Box::orthogonal({9, 8, 10});
  for (int i = 0; i < 40; ++i) {
    Random place(11, "place", 0, i), shake(11, "shake", snapshot, i);
    const Vec3 r(9 * place.uniform(), 8 * place.uniform(), 10 * place.uniform());
    atoms.add(i % 3 ? 29 : 40, r + 0.1 * Vec3(shake.normal(), shake.normal(), shake.normal()));
  }
  return Foil::cut(atoms, {});
}

inline std::vector<Foil> smallGlasses(int count) {
  std::vector<Foil> foils;
  for (int s = 0; s < count; ++s) foils.push_back(smallGlass(s));
  return foils;
}

/// 5 x 4 positions, a disc, an annulus and 16 x 16 pixels.
inline ScanJob smallScan(const Foil& foil) {
  ScanJob job;
  job.scan = ScanGrid::covering(foil, 5, 4);
  job.annular = {{"bf", 0, 20}, {"haadf", 40, 80}};
  job.pixelated = PixelatedDetector{50, 16};
  return job;
}

/// Keeps rows in memory, can be killed after some rows.
class MemorySink : public RowSink {
 public:
  bool rowDone(int rx) const override { return rows.contains(rx); }
  std::vector<double> rowExtra(int rx) const override { return extras.at(rx); }
  void writeRow(int rx, std::span<const float> patterns, std::span<const double> extra) override {
    rows[rx].assign(patterns.begin(), patterns.end());
    extras[rx].assign(extra.begin(), extra.end());
    ++written;
  }
  std::map<int, std::vector<float>> rows;
  std::map<int, std::vector<double>> extras;
  int written = 0;
};

}  // namespace glasscope::multislice
