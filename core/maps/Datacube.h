#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/math/Array2.h"
#include "core/math/Vec.h"

namespace glasscope {

/// Calibration and shape of a 4-D scan: patterns [qx, qy] at scan positions [rx, ry].
/// Intensities are fractions of the incident beam per diffraction pixel unless `unit` says
/// otherwise.
struct DatacubeShape {
  int rx = 0, ry = 0, qx = 0, qy = 0;
  Vec2 rStep_A{1, 1};     ///< scan step along x and y; NaN when the file does not tell it
  Vec2 rOrigin_A{0, 0};   ///< position of scan point (0, 0) in the foil's frame
  double qStep_invA = 0;  ///< diffraction pixel, 1/angstrom (1/d); square; 0 when it is not told
  std::string unit = "1";
  bool periodicScan = false;
};

/// What both measured and simulated scans look like to a reduction: patterns by scan position, read
/// on demand so that memory does not grow with the scan. The zero frequency is at (qx/2, qy/2).
class Datacube {
 public:
  virtual ~Datacube() = default;
  virtual const DatacubeShape& shape() const = 0;
  /// The pattern at a scan position, [qx, qy]. Safe to call from one thread at a time.
  virtual Array2<float> pattern(int rx, int ry) const = 0;
};

/// A datacube that lies in memory: tests, small scans, planted truths.
class MemoryDatacube : public Datacube {
 public:
  MemoryDatacube(DatacubeShape shape, std::vector<float> data);
  explicit MemoryDatacube(DatacubeShape shape);
  const DatacubeShape& shape() const override { return shape_; }
  Array2<float> pattern(int rx, int ry) const override;
  void set(int rx, int ry, const Array2<float>& pattern);
  std::span<const float> data() const { return data_; }

 private:
  DatacubeShape shape_;
  std::vector<float> data_;
};

}  // namespace glasscope
