#include "core/formats/AmberNames.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/math/Constants.h"

namespace glasscope {
namespace {

using Axes = std::vector<std::string>;

double angle_deg(const Vec3& a, const Vec3& b) {
  const double cosine = a.dot(b) / (a.norm() * b.norm());
  return std::acos(std::clamp(cosine, -1.0, 1.0)) * 180 / constants::kPi;
}

void writeCells(Hdf5& file, std::span<const Atoms> frames) {
  std::vector<double> lengths, angles, origins;
  for (const Atoms& frame : frames) {
    const Mat3& edges = frame.box.matrix();
    for (int d = 0; d < 3; ++d) {
      const bool repeats = frame.box.periodic()[static_cast<std::size_t>(d)];
      lengths.push_back(repeats ? edges.col(d).norm() : 0);
      angles.push_back(angle_deg(edges.col((d + 1) % 3), edges.col((d + 2) % 3)));
      origins.push_back(frame.box.origin()[d]);
    }
  }
  const Hdf5::Shape shape{frames.size(), 3};
  const auto write = [&](const std::string& name, const std::vector<double>& values,
                         const std::string& axis, const std::string& unit) {
    file.write(name, std::span<const double>(values), shape);
    file.setAttribute("units", unit, name);
    file.attachDimensions(name, {"frame", axis});
  };
  write("cell_lengths", lengths, "cell_spatial", "angstrom");
  write("cell_angles", angles, "cell_angular", "degree");
  write("cell_origin", origins, "cell_spatial", "angstrom");
}

}  // namespace

void nameAsAmber(Hdf5& file, const std::string& group, std::span<const Atoms> frames) {
  file.setFixedAttribute("Conventions", "AMBER");
  file.setFixedAttribute("ConventionVersion", "1.0");
  file.createDimension("frame", frames.size());
  file.createDimension("atom", frames.front().size());
  for (const char* three : {"spatial", "cell_spatial", "cell_angular"})
    file.createDimension(three, 3);
  writeCells(file, frames);
  const std::string from = "/particles/" + group + "/";
  const auto name = [&](const std::string& dataset, const std::string& as, const Axes& axes) {
    if (!file.isDataset(from + dataset) || file.has(as)) return;
    file.hardLink(from + dataset, as);
    file.attachDimensions(as, axes);
  };
  name("position/value", "coordinates", {"frame", "atom", "spatial"});
  name("velocity/value", "velocities", {"frame", "atom", "spatial"});
  name("position/time", "time", {"frame"});
  name("species", "atom_types", {"atom"});
  name("id", "identifier", {"atom"});
  const std::string columns = "glasscope_columns";
  if (!file.has(from + columns)) return;
  for (const std::string& column : file.group(from + columns).names()) {
    name(columns + "/" + column, column, {"atom"});
    name(columns + "/" + column + "/value", column, {"frame", "atom"});
  }
}

}  // namespace glasscope
