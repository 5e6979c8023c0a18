#include "multislice/specimen/OrientedBlock.h"

#include <cmath>

#include <Eigen/Geometry>
#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "core/system/Machine.h"
#include "core/system/Text.h"

namespace glasscope::multislice {

namespace {

void requireLength(const std::vector<double>& values, std::size_t length, const char* name) {
  if (values.empty() || values.size() == length) return;
  throw Error(ErrorKind::usage, fmt::format("{} holds {} numbers", name, values.size()),
              fmt::format("{} are needed", length), "give all of them, or none");
}

Vec3 directionOf(const Box& box, const FoilSettings& s) {
  if (s.beamDirection.empty() && s.beamIndices.empty()) return Vec3::UnitZ();
  if (!s.beamDirection.empty() && !s.beamIndices.empty()) {
    throw Error(ErrorKind::usage, "the direction of the beam is given twice",
                "beam_direction and beam_indices are both set", "give one of them");
  }
  const std::vector<double>& v = s.beamDirection.empty() ? s.beamIndices : s.beamDirection;
  Vec3 direction(v[0], v[1], v[2]);
  if (s.beamDirection.empty()) direction = box.matrix() * direction;
  if (!(direction.norm() > 0) || !std::isfinite(direction.norm())) {
    throw Error(ErrorKind::usage, "the direction of the beam is no direction",
                "its length is zero or not finite", "give for example [1, 1, 0]");
  }
  return direction.normalized();
}

}  // namespace

Mat3 OrientedBlock::rotation(const Box& box, const FoilSettings& s) {
  requireLength(s.beamDirection, 3, "foil.beam_direction");
  requireLength(s.beamIndices, 3, "foil.beam_indices");
  requireLength(s.rotation_deg, 3, "foil.rotation_deg");
  requireLength(s.width_A, 2, "foil.width_A");
  Mat3 turn =
      Eigen::Quaterniond::FromTwoVectors(directionOf(box, s), Vec3::UnitZ()).toRotationMatrix();
  for (std::size_t d = 0; d < s.rotation_deg.size(); ++d) {
    const double angle = s.rotation_deg[d] * constants::kPi / 180;
    turn = Eigen::AngleAxisd(angle, Vec3::Unit(static_cast<int>(d))).toRotationMatrix() * turn;
  }
  return turn;
}

OrientedBlock::OrientedBlock(const Atoms& atoms, const FoilSettings& settings)
    : rotation_(rotation(atoms.box, settings)) {
  block_.source = atoms.source;
  const auto& periodic = atoms.box.periodic();
  whole_ = !(periodic[0] || periodic[1] || periodic[2]);
  if (whole_) {
    turnWhole(atoms);
  } else {
    cut(atoms, settings);
  }
  if (block_.size() > 0) return;
  throw Error(ErrorKind::usage, "the foil holds no atoms", "the turned block lies beside the atoms",
              "check foil.start_A and foil.width_A");
}

void OrientedBlock::turnWhole(const Atoms& atoms) {
  const Vec3 centre = atoms.box.toCartesian(Vec3::Constant(0.5));
  Vec3 low = Vec3::Constant(HUGE_VAL), high = -low;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    const Vec3 r = rotation_ * (atoms.positions[i] - centre);
    low = low.cwiseMin(r);
    high = high.cwiseMax(r);
    block_.add(atoms.atomicNumbers[i], r);
    sources_.push_back(i);
  }
  // A flat particle still has a box with a volume.
  const Vec3 size = (high - low).cwiseMax(Vec3::Constant(1e-3));
  block_.box = Box::orthogonal(size, low, {false, false, false});
}

void OrientedBlock::cut(const Atoms& atoms, const FoilSettings& s) {
  const Box& box = atoms.box;
  if (s.tile_x != 1 || s.tile_y != 1) {
    throw Error(ErrorKind::usage, "a turned block cannot be tiled",
                "it is not periodic across the beam", "choose its size by foil.width_A");
  }
  const Vec3 size(s.width_A.empty() ? box.matrix()(0, 0) : s.width_A[0],
                  s.width_A.empty() ? box.matrix()(1, 1) : s.width_A[1],
                  s.thickness_A > 0 ? s.thickness_A : box.matrix()(2, 2));
  if (!(size.minCoeff() > 0) || !std::isfinite(size.sum())) {
    throw Error(ErrorKind::usage, "the turned block has no extent",
                "foil.width_A holds a number that is not positive", "give two widths in angstrom");
  }
  constexpr double kAtom_bytes = 200;
  const double bytes = static_cast<double>(atoms.size()) * size.prod() / box.volume() * kAtom_bytes;
  if (bytes > availableMemory_bytes()) {
    throw Error(ErrorKind::capacity, "the turned block does not fit into memory",
                fmt::format("it would take {}", formatBytes(bytes)),
                "choose a smaller width_A or thickness_A");
  }
  const Vec3 centre = box.toCartesian(Vec3::Constant(0.5));
  const Vec3 corner = Vec3(0, 0, s.start_A) - size / 2;  // in the turned frame, about the centre
  block_.box = Box::orthogonal(size, Vec3::Zero(), {false, false, false});
  // The block in fractions of the box: rows of `reach` times the corners.
  const Mat3 reach = box.inverse() * rotation_.transpose();
  const Vec3 middle = reach * (corner + size / 2) + box.inverse() * (centre - box.origin());
  const Vec3 half = reach.cwiseAbs() * size / 2;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    const Vec3 home = box.wrap(atoms.positions[i]);
    const Vec3 f = box.toFractional(home);
    int first[3] = {0, 0, 0}, last[3] = {0, 0, 0};
    for (int d = 0; d < 3; ++d) {
      if (!box.periodic()[d]) continue;
      first[d] = static_cast<int>(std::floor(middle[d] - half[d] - f[d]));
      last[d] = static_cast<int>(std::ceil(middle[d] + half[d] - f[d]));
    }
    for (int a = first[0]; a <= last[0]; ++a) {
      for (int b = first[1]; b <= last[1]; ++b) {
        for (int c = first[2]; c <= last[2]; ++c) {
          const Vec3 r = rotation_ * (home + box.matrix() * Vec3(a, b, c) - centre) - corner;
          if ((r.array() < 0).any() || (r.array() >= size.array()).any()) continue;
          block_.add(atoms.atomicNumbers[i], r);
          sources_.push_back(i);
        }
      }
    }
  }
}

}  // namespace glasscope::multislice
