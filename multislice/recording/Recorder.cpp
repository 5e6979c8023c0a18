#include "multislice/recording/Recorder.h"

#include <algorithm>
#include <cmath>

#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Parallel.h"
#include "multislice/recording/DetectorSpread.h"
#include "multislice/recording/Neighbours.h"
#include "multislice/recording/ScanDistortion.h"

namespace glasscope::multislice {

namespace {

// Where the probe stood, as weights of the positions of the clean scan.
struct Place {
  Neighbours x, y;
};

Place placeOf(const ScanDistortion& distortion, int rx, int ry, const DatacubeShape& scan) {
  const Vec2 shift = distortion.at(rx, ry);
  return {Neighbours::of(rx + shift.x() / scan.rStep_A.x(), scan.rx, scan.periodicScan),
          Neighbours::of(ry + shift.y() / scan.rStep_A.y(), scan.ry, scan.periodicScan)};
}

// Adds up what is weighted; a weight of one leaves the bits as they are.
template <class Read, class Add>
void interpolate(const Place& place, const Read& read, const Add& add) {
  for (const auto& [x, wx] :
       {std::pair{place.x.first, 1 - place.x.weight}, std::pair{place.x.second, place.x.weight}}) {
    for (const auto& [y, wy] : {std::pair{place.y.first, 1 - place.y.weight},
                                std::pair{place.y.second, place.y.weight}}) {
      if (wx * wy > 0) add(read(x, y), wx * wy);
    }
  }
}

Array2<float> layerPattern(const DatacubeShape& shape, double width_invA) {
  Array2<float> layer(shape.qx, shape.qy);
  double sum = 0;
  for (int x = 0; x < shape.qx; ++x) {
    for (int y = 0; y < shape.qy; ++y) {
      const double q2 = std::pow(shape.qStep_invA, 2) *
                        (std::pow(x - shape.qx / 2, 2) + std::pow(y - shape.qy / 2, 2));
      layer(x, y) = static_cast<float>(1 / std::pow(q2 + width_invA * width_invA, 2));
      sum += layer(x, y);
    }
  }
  for (float& value : layer) value = static_cast<float>(value / sum);
  return layer;
}

}  // namespace

/// Electrons and electronics of one pixel.
class Recorder::Counter {
 public:
  Counter(const RecordSettings& settings, double electrons)
      : settings_(settings), electrons_(electrons) {}

  double operator()(double value, std::uint64_t position, std::uint64_t pixel) const {
    if (electrons_ <= 0 || std::isnan(value)) return value;
    Random arrival(settings_.seed, "electrons", position, pixel);
    double counts =
        settings_.gain * static_cast<double>(arrival.poisson(std::max(value, 0.0) * electrons_));
    if (settings_.readout_counts > 0) {
      Random noise(settings_.seed, "readout", position, pixel);
      counts += settings_.readout_counts * noise.normal();
    }
    counts += settings_.dark_counts;
    if (settings_.saturation_counts > 0) counts = std::min(counts, settings_.saturation_counts);
    return counts / (settings_.gain * electrons_);
  }

 private:
  const RecordSettings& settings_;
  double electrons_;
};

Recorder::Recorder(const RecordSettings& settings) : settings_(settings) {
  settings_.validate();
}

double Recorder::electrons(const Vec2& step_A) const {
  return settings_.electrons > 0 ? settings_.electrons
                                 : settings_.dose_e_per_A2 * std::abs(step_A.x() * step_A.y());
}

// The integral of 2 pi q / (q^2 + q0^2)^2 between two radii, over that between 0 and infinity.
double Recorder::layerShare(double inner_invA, double outer_invA) const {
  const double q0 = std::pow(settings_.contaminationWidth_invA, 2);
  return q0 / (inner_invA * inner_invA + q0) - q0 / (outer_invA * outer_invA + q0);
}

Map2 Recorder::record(const Map2& clean, double layerShare) const {
  DatacubeShape scan;
  scan.rx = clean.nx();
  scan.ry = clean.ny();
  scan.rStep_A = clean.pixel_A;
  scan.periodicScan = clean.periodic;
  const ScanDistortion distortion(settings_, scan.ry);
  const Counter count(settings_, electrons(scan.rStep_A));
  Map2 recorded = clean;
  parallelFor(scan.rx, [&](std::int64_t row, int) {
    const int rx = static_cast<int>(row);
    for (int ry = 0; ry < scan.ry; ++ry) {
      double value = 0;
      interpolate(
          placeOf(distortion, rx, ry, scan), [&](int x, int y) { return clean.values(x, y); },
          [&](double there, double weight) { value += weight * there; });
      if (settings_.contamination > 0)
        value = (1 - settings_.contamination) * value + settings_.contamination * layerShare;
      const auto position = static_cast<std::uint64_t>(rx) * scan.ry + ry;
      recorded.values(rx, ry) = count(value, position, 0);
    }
  });
  return recorded;
}

void Recorder::recordRow(const Datacube& clean, int rx, std::span<float> row) const {
  const DatacubeShape& shape = clean.shape();
  const std::size_t size = static_cast<std::size_t>(shape.qx) * shape.qy;
  GLASSCOPE_ENSURE(row.size() == size * shape.ry, "a scan row needs ry * qx * qy values");
  const ScanDistortion distortion(settings_, shape.ry);
  std::vector<Array2<float>> patterns;
  for (int ry = 0; ry < shape.ry; ++ry) {  // a datacube is read by one thread at a time
    Array2<float> pattern(shape.qx, shape.qy);
    interpolate(
        placeOf(distortion, rx, ry, shape), [&](int x, int y) { return clean.pattern(x, y); },
        [&](const Array2<float>& there, double weight) {
          for (std::size_t i = 0; i < size; ++i)
            pattern[i] += static_cast<float>(weight) * there[i];
        });
    patterns.push_back(std::move(pattern));
  }
  const DetectorSpread spread(settings_);
  const Counter count(settings_, electrons(shape.rStep_A));
  const Array2<float> layer = layerPattern(shape, settings_.contaminationWidth_invA);
  const auto share = static_cast<float>(settings_.contamination);
  parallelFor(shape.ry, [&](std::int64_t ry, int) {
    Array2<float>& pattern = patterns[static_cast<std::size_t>(ry)];
    if (share > 0)
      for (std::size_t i = 0; i < size; ++i)
        pattern[i] = (1 - share) * pattern[i] + share * layer[i];
    spread.apply(pattern);
    const auto position = static_cast<std::uint64_t>(rx) * shape.ry + ry;
    float* out = row.data() + static_cast<std::size_t>(ry) * size;
    for (std::size_t i = 0; i < size; ++i)
      out[i] = static_cast<float>(count(pattern[i], position, i));
  });
}

}  // namespace glasscope::multislice
