#include "core/formats/H5md.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "core/formats/AmberNames.h"
#include "core/hdf5/Hdf5.h"
#include "core/system/Error.h"
#include "core/system/Mpi.h"
#include "core/system/Provenance.h"

// The writer; the reader is core/formats/H5mdReader.cpp. Layout: nongnu.org/h5md, version 1.1.
namespace glasscope {
namespace {

using Shape = Hdf5::Shape;

void checkTrajectory(const std::string& name, std::span<const Atoms> frames) {
  GLASSCOPE_ENSURE(!frames.empty(), "the trajectory has no frames: " + name);
  const Atoms& first = frames.front();
  for (const Atoms& frame : frames) {
    frame.validate();
    GLASSCOPE_ENSURE(frame.ids == first.ids && frame.atomicNumbers == first.atomicNumbers,
                     "the frames of an H5MD group must hold the same atoms in the same order");
    GLASSCOPE_ENSURE(frame.box.periodic() == first.box.periodic(),
                     "the frames of an H5MD group must share their boundary conditions");
  }
}

std::span<const double> numbersOf(const std::vector<Vec3>& vectors) {
  static_assert(sizeof(Vec3) == 3 * sizeof(double));
  return {vectors.front().data(), 3 * vectors.size()};
}

// H5MD stores edge vectors as rows; Box has them as columns.
std::array<double, 9> edgesOf(const Box& box) {
  std::array<double, 9> rows{};
  Eigen::Map<Mat3>(rows.data()) = box.matrix();  // column-major columns are row-major rows
  return rows;
}

// A time-dependent element that shares steps and times with the positions of its group.
void startElement(Hdf5& group, const std::string& name, const Shape& frameShape,
                  const std::string& unit) {
  group.createGroup(name);
  group.createExtendable(name + "/value", frameShape);
  if (!unit.empty()) group.setAttribute("unit", unit, name + "/value");
  if (name == "position") return;
  group.softLink(group.path() + "/position/step", name + "/step");
  group.softLink(group.path() + "/position/time", name + "/time");
}

void writeBox(Hdf5& group, std::span<const Atoms> frames) {
  Hdf5 box = group.createGroup("box");
  box.setAttribute("dimension", 3);
  std::vector<std::string> boundary;
  for (const bool periodic : frames.front().box.periodic())
    boundary.emplace_back(periodic ? "periodic" : "none");
  box.setAttribute("boundary", boundary);
  startElement(group, "box/edges", {3, 3}, "Angstrom");
  // H5MD 1.1 knows no origin of a box: this element is ours.
  startElement(group, "box/glasscope_origin", {3}, "Angstrom");
  for (const Atoms& frame : frames) {
    group.append("box/edges/value", edgesOf(frame.box));
    group.append("box/glasscope_origin/value", std::span(frame.box.origin().data(), 3));
  }
}

void writeMotion(Hdf5& group, std::span<const Atoms> frames) {
  const std::uint64_t count = frames.front().size();
  startElement(group, "position", {count, 3}, "Angstrom");
  group.createExtendable("position/step", {}, true);
  group.createExtendable("position/time", {});
  group.setAttribute("unit", "ps", "position/time");
  const bool moving = std::none_of(frames.begin(), frames.end(),
                                   [](const Atoms& frame) { return frame.velocities.empty(); });
  if (moving) startElement(group, "velocity", {count, 3}, "Angstrom ps-1");
  for (const Atoms& frame : frames) {
    group.append("position/value", numbersOf(frame.positions));
    group.append("position/step", std::span(&frame.step, 1));
    group.append("position/time", std::span(&frame.time_ps, 1));
    if (moving) group.append("velocity/value", numbersOf(frame.velocities));
  }
}

bool sameBits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

void nameColumn(Hdf5& group, const std::string& dataset, const Column& column) {
  group.setAttribute("name", column.name, dataset);
  group.setAttribute("unit", column.unit, dataset);
  group.setAttribute("description", column.description, dataset);
}

// A column is a fixed data set while it is the same in all frames, else a time-dependent element.
void writeColumn(Hdf5& group, std::span<const Atoms> frames, const Column& column) {
  const std::string name = "glasscope_columns/" + column.name;
  const auto of = [&](const Atoms& frame) -> const std::vector<double>& {
    return frame.columns.at(column.name).values;
  };
  const bool fixed = std::all_of(frames.begin(), frames.end(), [&](const Atoms& frame) {
    return sameBits(of(frame), column.values);
  });
  if (fixed) {
    group.write(name, std::span<const double>(column.values), {column.values.size()}, true);
  } else {
    startElement(group, name, {column.values.size()}, "");
    for (const Atoms& frame : frames)
      group.append(name + "/value", std::span<const double>(of(frame)));
  }
  nameColumn(group, name, column);
}

/// Everything but the columns.
Hdf5 writeAtoms(Hdf5& particles, const std::string& name, std::span<const Atoms> frames) {
  const Atoms& first = frames.front();
  Hdf5 group = particles.createGroup(name);
  writeMotion(group, frames);
  writeBox(group, frames);
  const std::vector<std::int32_t> species(first.atomicNumbers.begin(), first.atomicNumbers.end());
  group.write("species", std::span<const std::int32_t>(species), {first.size()}, true);
  group.write("id", std::span<const std::int64_t>(first.ids), {first.size()}, true);
  group.setAttribute("glasscope_source", first.source);
  return group;
}

/// `replaced` columns are left out.
std::vector<std::string> writeColumns(Hdf5& group, std::span<const Atoms> frames,
                                      std::span<const Column> replaced = {}) {
  std::vector<std::string> order;
  for (const Column& column : frames.front().columns) {
    if (std::any_of(replaced.begin(), replaced.end(),
                    [&](const Column& other) { return other.name == column.name; }))
      continue;
    GLASSCOPE_ENSURE(column.name.find('/') == std::string::npos,
                     "a column name has a '/': " + column.name);
    writeColumn(group, frames, column);
    order.push_back(column.name);
  }
  return order;
}

void writeTrajectory(Hdf5& particles, const std::string& name, std::span<const Atoms> frames) {
  checkTrajectory(name, frames);
  Hdf5 group = writeAtoms(particles, name, frames);
  const auto order = writeColumns(group, frames);
  if (!order.empty()) group.setAttribute("column_order", order, "glasscope_columns");
}

Hdf5 startFile(const std::filesystem::path& path, const std::string& info) {
  Hdf5 file = Hdf5::create(path);
  Hdf5 header = file.createGroup("h5md");
  header.setAttribute("version", std::vector<std::int64_t>{1, 1});
  header.createGroup("author").setAttribute("name", "unknown");
  Hdf5 creator = header.createGroup("creator");
  creator.setAttribute("name", "glasscope");
  creator.setAttribute("version", versionText());
  header.createGroup("modules/units").setAttribute("version", std::vector<std::int64_t>{1, 0});
  header.setAttribute("glasscope_info", info);
  Hdf5 ours = file.createGroup("glasscope");
  ours.setAttribute("info", info);
  ours.setAttribute("species", "atomic numbers");
  return file;
}

}  // namespace

void writeH5md(const std::filesystem::path& path, const std::vector<H5mdTrajectory>& trajectories,
               const std::string& info) {
  Hdf5 file = startFile(path, info);
  Hdf5 particles = file.createGroup("particles");
  std::vector<std::string> order;
  for (const auto& trajectory : trajectories) {
    writeTrajectory(particles, trajectory.group, trajectory.frames);
    order.push_back(trajectory.group);
  }
  file.setAttribute("group_order", order, "glasscope");
  if (!trajectories.empty()) nameAsAmber(file, order.front(), trajectories.front().frames);
  file.commit();
}

void writeH5md(const std::filesystem::path& path, const std::string& group, const Atoms& atoms,
               const std::string& info) {
  Hdf5 file = startFile(path, info);
  Hdf5 particles = file.createGroup("particles");
  writeTrajectory(particles, group, std::span(&atoms, 1));
  file.setAttribute("group_order", std::vector<std::string>{group}, "glasscope");
  nameAsAmber(file, group, std::span(&atoms, 1));
  file.commit();
}

void writeH5md(const std::filesystem::path& path, const std::string& group, const Atoms& atoms,
               const ColumnScratch& columns, const std::string& info) {
  if (!Mpi::isRoot()) {
    columns.forEachRange({});
    return;
  }
  Hdf5 file = startFile(path, info);
  Hdf5 particles = file.createGroup("particles");
  // Not a vector of frames: the atoms may fill the memory.
  const std::span<const Atoms> frame(&atoms, 1);
  Hdf5 written = writeAtoms(particles, group, frame);
  const auto heads = columns.heads();
  auto order = writeColumns(written, frame, heads);
  for (const Column& head : heads) {
    const auto dataset = "glasscope_columns/" + head.name;
    written.createColumn(dataset, atoms.size());
    nameColumn(written, dataset, head);
    order.push_back(head.name);
  }
  columns.forEachRange([&](std::size_t first, const std::vector<std::vector<double>>& values) {
    for (std::size_t c = 0; c < values.size(); ++c)
      written.writeBlock("glasscope_columns/" + heads[c].name, {first}, {values[c].size()},
                         std::span<const double>(values[c]));
  });
  written.setAttribute("column_order", order, "glasscope_columns");
  file.setAttribute("group_order", std::vector<std::string>{group}, "glasscope");
  nameAsAmber(file, group, frame);
  file.commit();
}

bool isH5md(const std::filesystem::path& path) {
  if (!Hdf5::isHdf5(path)) return false;
  const Hdf5 file = Hdf5::open(path);
  return file.has("h5md") && file.has("particles");
}

}  // namespace glasscope
