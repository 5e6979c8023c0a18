#include "sim/lammps/LammpsCell.h"

#include <Eigen/Geometry>
#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::sim {

std::string exactNumber(double value) {
  return fmt::format("{:.17g}", value);
}

Mat3 matrixOf(const LammpsBox& box) {
  const Vec3 length = box.high - box.low;
  Mat3 matrix;
  matrix << length.x(), box.xy, box.xz, 0, length.y(), box.yz, 0, 0, length.z();
  return matrix;
}

Mat3 LammpsCell::matrix() const {
  return matrixOf(box);
}

LammpsCell LammpsCell::of(const Box& source) {
  if (!source.fullyPeriodic() && !source.isOrthogonal()) {
    throw Error(ErrorKind::usage, "a skewed box with open directions cannot be simulated",
                "LAMMPS shrink-wraps open directions only of orthogonal boxes",
                "make the box orthogonal, or periodic in all directions");
  }
  const Mat3& m = source.matrix();
  const Vec3 a = m.col(0), b = m.col(1), c = m.col(2);
  const Vec3 x = a.normalized();
  const Vec3 z = a.cross(b).normalized();
  const Vec3 y = z.cross(x);
  LammpsCell cell;
  const bool turned =
      !source.isOrthogonal() && (std::abs(x.x() - 1) > 1e-12 || std::abs(z.z() - 1) > 1e-12);
  if (turned) {
    cell.rotation.row(0) = x;
    cell.rotation.row(1) = y;
    cell.rotation.row(2) = z;
  }
  cell.box.low = cell.rotation * source.origin();
  cell.box.high = cell.box.low + Vec3(a.dot(x), b.dot(y), c.dot(z));
  if (!source.isOrthogonal()) {
    cell.box.xy = b.dot(x);
    cell.box.xz = c.dot(x);
    cell.box.yz = c.dot(y);
  }
  return cell;
}

Box LammpsCell::toBox(const LammpsBox& now, const std::array<bool, 3>& periodic) const {
  return Box(rotation.transpose() * matrixOf(now), rotation.transpose() * now.low, periodic);
}

namespace {

bool isTriclinic(const LammpsBox& box) {
  return box.xy != 0 || box.xz != 0 || box.yz != 0;
}

std::string bounds(const LammpsBox& box, int axis) {
  return fmt::format("{:.17g} {:.17g}", box.low[axis], box.high[axis]);
}

std::string tilts(const LammpsBox& box) {
  return fmt::format("{:.17g} {:.17g} {:.17g}", box.xy, box.xz, box.yz);
}

}  // namespace

std::string boundaryCommand(const std::array<bool, 3>& periodic) {
  std::string boundary = "boundary";
  for (const bool repeats : periodic) boundary += repeats ? " p" : " s";
  return boundary;
}

std::vector<std::string> cellCommands(const LammpsCell& cell, const std::array<bool, 3>& periodic,
                                      int types) {
  const LammpsBox& box = cell.box;
  const bool triclinic = isTriclinic(box);
  const std::string edges = bounds(box, 0) + " " + bounds(box, 1) + " " + bounds(box, 2);
  const std::string region =
      triclinic ? fmt::format("region cell prism {} {} units box", edges, tilts(box))
                : fmt::format("region cell block {} units box", edges);
  return {boundaryCommand(periodic), "box tilt large", region,
          "create_box " + std::to_string(types) + " cell"};
}

std::string changeBoxCommand(const LammpsBox& box, bool triclinic) {
  std::string text = fmt::format("change_box all x final {} y final {} z final {}", bounds(box, 0),
                                 bounds(box, 1), bounds(box, 2));
  if (triclinic) {
    text +=
        fmt::format(" xy final {:.17g} xz final {:.17g} yz final {:.17g}", box.xy, box.xz, box.yz);
  }
  return text + " remap units box";
}

}  // namespace glasscope::sim
