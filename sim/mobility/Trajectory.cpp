#include "sim/mobility/Trajectory.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/atoms/CellEdges.h"
#include "core/system/Error.h"
#include "core/system/Log.h"
#include "sim/statics/FreeMotion.h"

namespace glasscope::sim {

namespace {

// Beyond this an atom that went a little farther would be taken to have gone the other way.
constexpr double kFarthestStep = 0.45;
// A box with open edges has to stay what it is, to rounding in files.
constexpr double kSameBox = 1e-4;
// No barostat does that to a sample that stays what it is.
constexpr double kLargestChangeOfBox = 0.1;

void requireSameAtoms(const std::vector<Atoms>& frames) {
  if (frames.size() < 2) {
    throw Error(ErrorKind::input, "There is no motion to measure",
                fmt::format("{} frame(s) were read", frames.size()),
                "give a trajectory of two frames or more, and --frames all");
  }
  for (std::size_t f = 1; f < frames.size(); ++f) {
    if (frames[f].ids == frames[0].ids && frames[f].atomicNumbers == frames[0].atomicNumbers)
      continue;
    throw Error(ErrorKind::input, "The frames do not hold the same atoms",
                fmt::format("frame {} has {} atoms and the first {}, or other ids or elements",
                            f + 1, frames[f].size(), frames[0].size()),
                "give frames of one sample with the ids of its atoms");
  }
}

std::vector<double> timesOf(const std::vector<Atoms>& frames) {
  std::vector<double> times;
  for (std::size_t f = 0; f < frames.size(); ++f) {
    const double time = frames[f].time_ps - frames[0].time_ps;
    if (std::isnan(time)) {
      throw Error(ErrorKind::usage, "The times of the frames are not known",
                  "the file counts steps or frames, and does not tell how long one is",
                  "give --timestep-fs (of a step) or --frame-interval-ps (from frame to frame)");
    }
    if (f > 0 && !(time > times.back())) {
      throw Error(ErrorKind::input, "The times of the frames do not rise",
                  fmt::format("frame {} is at {:g} ps, the one before it at {:g} ps", f + 1, time,
                              times.back()),
                  "give --frame-interval-ps, or frames in the order of their times");
    }
    times.push_back(time);
  }
  return times;
}

// The positions of a frame as they would be in the first one's box.
std::vector<Vec3> inFirstBox(const Atoms& first, const Atoms& frame) {
  if (!first.box.fullyPeriodic()) {
    const double change = (frame.box.matrix() - first.box.matrix()).cwiseAbs().maxCoeff() /
                          first.box.lengths().maxCoeff();
    for (int d = 0; d < 3; ++d) {
      const double along = (frame.box.matrix().col(d) - first.box.matrix().col(d)).norm();
      if (!first.box.periodic()[d] || along <= kSameBox * first.box.lengths()[d]) continue;
      throw Error(ErrorKind::input, "The box changes between the frames",
                  fmt::format("an edge that repeats differs by {:.2g} of its length, and other "
                              "edges are open, so that atoms cannot be taken along",
                              change),
                  "give frames of one box, or of a sample that fills it");
    }
    return frame.positions;
  }
  const Mat3 toFirst = first.box.matrix() * inBasisOf(frame.box, first.box).inverse();
  std::vector<Vec3> positions;
  positions.reserve(frame.size());
  for (const Vec3& r : frame.positions)
    positions.emplace_back(first.box.origin() + toFirst * (r - frame.box.origin()));
  return positions;
}

// Atoms that a box takes along do not move: what is left of a box that is another one is no motion
// of the sample.
void warnOfBoxes(const std::vector<Atoms>& frames) {
  const Box& first = frames.front().box;
  for (std::size_t f = 1; f < frames.size(); ++f) {
    const Mat3 now = inBasisOf(frames[f].box, first).matrix();
    double change = 0;
    for (int d = 0; d < 3; ++d) {
      if (!first.periodic()[static_cast<std::size_t>(d)]) continue;
      change = std::max(change, (now - first.matrix()).col(d).norm() / first.lengths()[d]);
    }
    if (change <= kLargestChangeOfBox) continue;
    logWarning(fmt::format(
        "the box of frame {} differs from that of the first by {:.0f} % of an edge: that strain is "
        "taken off, and what is measured is the motion within the box",
        f + 1, 100 * change));
    return;
  }
}

// Of eight parts, halves along each edge, or of the extent of the atoms where the edge is open.
std::vector<int> partsOf(const Atoms& first) {
  std::vector<Vec3> places;
  Vec3 low = Vec3::Constant(1e300), high = Vec3::Constant(-1e300);
  for (const Vec3& r : first.positions) {
    places.push_back(first.box.toFractional(first.box.wrap(r)));
    low = low.cwiseMin(places.back());
    high = high.cwiseMax(places.back());
  }
  std::vector<int> parts;
  for (const Vec3& place : places) {
    int part = 0;
    for (int d = 0; d < 3; ++d) {
      const double middle = first.box.periodic()[d] ? 0.5 : (low[d] + high[d]) / 2;
      if (place[d] >= middle) part += 1 << d;
    }
    parts.push_back(part);
  }
  return parts;
}

}  // namespace

Trajectory Trajectory::of(const std::vector<Atoms>& frames) {
  requireSameAtoms(frames);
  warnOfBoxes(frames);
  const Atoms& first = frames.front();
  Trajectory way;
  way.ids = first.ids;
  way.atomicNumbers = first.atomicNumbers;
  way.times_ps = timesOf(frames);
  way.periodic = first.box.periodic();
  way.part = partsOf(first);
  way.positions.push_back(first.positions);
  const Vec3 centre = centreOfMass(first, first.positions);
  std::vector<Vec3> before = first.positions;  // as the file has them
  std::vector<Vec3> on = first.positions;      // going on through the faces
  for (std::size_t f = 1; f < frames.size(); ++f) {
    const std::vector<Vec3> now = inFirstBox(first, frames[f]);
    for (std::size_t i = 0; i < now.size(); ++i) {
      const Vec3 step = first.box.minimumImage(now[i] - before[i]);
      on[i] += step;
      const Vec3 inBox = first.box.inverse() * step;
      for (int d = 0; d < 3; ++d)
        if (way.periodic[d]) way.farthestStep = std::max(way.farthestStep, std::abs(inBox[d]));
    }
    if (way.farthestStep > kFarthestStep) {
      throw Error(ErrorKind::input, "The frames are too far apart in time",
                  fmt::format("up to frame {} an atom goes {:.2f} of an edge of the box from one "
                              "frame to the next, so that nobody knows which way",
                              f + 1, way.farthestStep),
                  "write frames more often, or a larger sample");
    }
    before = now;
    const Vec3 drift = centreOfMass(first, on) - centre;
    std::vector<Vec3> still = on;
    for (Vec3& r : still) r -= drift;
    way.positions.push_back(std::move(still));
  }
  return way;
}

}  // namespace glasscope::sim
