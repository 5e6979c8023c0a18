#include "multislice/recording/Recorder.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Parallel.h"
#include "multislice/recording/DetectorSpread.h"
#include "multislice/recording/Neighbours.h"
#include "multislice/recording/ScanDistortion.h"

namespace glasscope::multislice {

namespace {

// That Random::poisson draws.
constexpr double kMostElectrons = 1e15;

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
  /// `signal` names whose electrons they are; "" for patterns.
  Counter(const RecordSettings& settings, double electrons, const std::string& signal)
      : settings_(settings),
        electrons_(electrons),
        arrivals_("electrons" + signal),
        noise_("readout" + signal) {}

  bool counts() const { return electrons_ > 0; }

  /// Electrons that arrive where `value` of the beam does.
  double arrived(double value, std::uint64_t position, std::uint64_t pixel) const {
    if (value < 0) {
      throw Error(
          ErrorKind::input, "A signal with negative values cannot be counted",
          fmt::format("electrons arrive where intensity is, and one value is {:.3g}", value),
          "record intensities, and derive from them afterwards");
    }
    if (!(value * electrons_ <= kMostElectrons)) {
      throw Error(ErrorKind::usage, "So many electrons cannot be counted",
                  fmt::format("{:.3g} would arrive at one pixel, and {:.0g} is the limit",
                              value * electrons_, kMostElectrons),
                  "lower record.dose_e_per_A2 or record.electrons_per_position");
    }
    return static_cast<double>(
        Random(settings_.seed, arrivals_, position, pixel).poisson(value * electrons_));
  }

  double operator()(double value, std::uint64_t position, std::uint64_t pixel) const {
    if (electrons_ <= 0 || std::isnan(value)) return value;
    double counts = settings_.gain * arrived(value, position, pixel);
    if (settings_.readout_counts > 0) {
      Random noise(settings_.seed, noise_, position, pixel);
      counts += settings_.readout_counts * noise.normal();
    }
    counts += settings_.dark_counts;
    if (settings_.saturation_counts > 0) counts = std::min(counts, settings_.saturation_counts);
    return counts / (settings_.gain * electrons_);
  }

 private:
  const RecordSettings& settings_;
  double electrons_;
  std::string arrivals_, noise_;
};

Recorder::Recorder(const RecordSettings& settings, const std::string& image)
    : settings_(settings), image_(image.empty() ? "" : " at " + image) {
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

Recorder::LayerMoments Recorder::layerMoments(double inner_mrad, double outer_mrad,
                                              double mrad_per_invA) const {
  const double q0 = std::pow(settings_.contaminationWidth_invA, 2);
  const double in = std::pow(inner_mrad / mrad_per_invA, 2) + q0;
  const double out = std::pow(outer_mrad / mrad_per_invA, 2) + q0;
  // The integral of 2 pi q^3 / (q^2 + q0^2)^2 over that of the whole layer; half along each axis.
  const double square = q0 * (std::log(out / in) + q0 / out - q0 / in);
  return {q0 / in - q0 / out, 0.5 * square * mrad_per_invA * mrad_per_invA};
}

namespace {

DatacubeShape scanOf(const Map2& map) {
  DatacubeShape scan;
  scan.rx = map.nx();
  scan.ry = map.ny();
  scan.rStep_A = map.pixel_A;
  scan.periodicScan = map.periodic;
  return scan;
}

/// What a map of the clean scan holds where the probe stood.
double seenAt(const Place& place, const Map2& map) {
  double value = 0;
  interpolate(
      place, [&](int x, int y) { return map.values(x, y); },
      [&](double there, double weight) { value += weight * there; });
  return value;
}

}  // namespace

std::vector<Map2> Recorder::recordMoments(std::span<const Map2* const> clean,
                                          const LayerMoments& layer) const {
  GLASSCOPE_ENSURE(clean.size() == 6, "a centre of mass has six moments");
  const DatacubeShape scan = scanOf(*clean[0]);
  const ScanDistortion distortion(settings_, scan.ry, image_);
  const double beam = electrons(scan.rStep_A);
  const Counter count(settings_, beam, " of " + clean[0]->name + image_);
  const std::string placing = "angles of " + clean[0]->name + image_;
  const double b = settings_.contamination;
  const double ofLayer[6] = {layer.share, 0, 0, layer.square_mrad2, 0, layer.square_mrad2};
  std::vector<Map2> recorded = {*clean[0], *clean[1], *clean[2]};
  parallelFor(scan.rx, [&](std::int64_t row, int) {
    const int rx = static_cast<int>(row);
    for (int ry = 0; ry < scan.ry; ++ry) {
      const Place place = placeOf(distortion, rx, ry, scan);
      double moment[6];
      for (int m = 0; m < 6; ++m) {
        moment[m] = seenAt(place, *clean[m]);
        if (b > 0) moment[m] = (1 - b) * moment[m] + b * ofLayer[m];
      }
      if (count.counts() && !std::isnan(moment[0])) {
        const auto position = static_cast<std::uint64_t>(rx) * scan.ry + ry;
        const double n = count.arrived(moment[0], position, 0);
        const double mx = moment[1] / moment[0], my = moment[2] / moment[0];
        // The covariance of one electron's angles, and its Cholesky factor.
        const double xx = std::max(0.0, moment[3] / moment[0] - mx * mx);
        const double xy = moment[4] / moment[0] - mx * my;
        const double yy = std::max(0.0, moment[5] / moment[0] - my * my);
        const double l11 = std::sqrt(xx), l21 = l11 > 0 ? xy / l11 : 0;
        const double l22 = std::sqrt(std::max(0.0, yy - l21 * l21));
        Random angles(settings_.seed, placing, position);
        const double g1 = angles.normal(), g2 = angles.normal();
        moment[0] = n / beam;
        moment[1] = n > 0 ? (n * mx + std::sqrt(n) * l11 * g1) / beam : 0;
        moment[2] = n > 0 ? (n * my + std::sqrt(n) * (l21 * g1 + l22 * g2)) / beam : 0;
      }
      for (int m = 0; m < 3; ++m) recorded[static_cast<std::size_t>(m)].values(rx, ry) = moment[m];
    }
  });
  return recorded;
}

Map2 Recorder::recordImage(const Map2& clean) const {
  Array2<float> image(clean.nx(), clean.ny());
  for (std::size_t i = 0; i < image.size(); ++i) image[i] = static_cast<float>(clean.values[i]);
  DetectorSpread(settings_).apply(
      image, clean.periodic ? DetectorSpread::Beyond::itself : DetectorSpread::Beyond::mirror);
  const Counter count(settings_, electrons(clean.pixel_A), " of " + clean.name + image_);
  Map2 recorded = clean;
  parallelFor(clean.nx(), [&](std::int64_t x, int) {
    for (int y = 0; y < clean.ny(); ++y) {
      const int i = static_cast<int>(x);
      const double value = settings_.blurs() ? image(i, y) : clean.values(i, y);
      recorded.values(i, y) = count(value, 0, static_cast<std::uint64_t>(x) * clean.ny() + y);
    }
  });
  return recorded;
}

Map2 Recorder::record(const Map2& clean, double layerShare) const {
  const DatacubeShape scan = scanOf(clean);
  const ScanDistortion distortion(settings_, scan.ry, image_);
  const Counter count(settings_, electrons(scan.rStep_A), " of " + clean.name + image_);
  Map2 recorded = clean;
  parallelFor(scan.rx, [&](std::int64_t row, int) {
    const int rx = static_cast<int>(row);
    for (int ry = 0; ry < scan.ry; ++ry) {
      double value = seenAt(placeOf(distortion, rx, ry, scan), clean);
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
  const ScanDistortion distortion(settings_, shape.ry, image_);
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
  const Counter count(settings_, electrons(shape.rStep_A), image_);
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
