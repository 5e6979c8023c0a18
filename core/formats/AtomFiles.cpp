#include "core/formats/AtomFiles.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <ostream>
#include <set>

#include <Eigen/QR>
#include <fmt/compile.h>
#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Parallel.h"

namespace glasscope {
namespace {

// The fewest digits that bring the double back bit for bit.
void appendNumber(fmt::memory_buffer& line, double value) {
  line.push_back(' ');
  fmt::format_to(std::back_inserter(line), FMT_COMPILE("{}"), value);
}

void flush(std::ostream& out, fmt::memory_buffer& line) {
  out.write(line.data(), static_cast<std::streamsize>(line.size()));
  line.clear();
}

/// Writes the lines of all atoms in their order; append(line, atom) makes them on all threads, some
/// megabytes at a time.
template <class Append>
void writeLines(std::ostream& out, std::size_t atoms, const Append& append) {
  constexpr std::size_t kBlock = 512, kBlocks = 16;
  std::vector<fmt::memory_buffer> blocks(kBlocks);
  for (std::size_t first = 0; first < atoms; first += kBlock * kBlocks) {
    parallelFor(kBlocks, [&](std::int64_t b, int) {
      const auto begin = first + static_cast<std::size_t>(b) * kBlock;
      for (auto i = begin; i < std::min(atoms, begin + kBlock); ++i)
        append(blocks[static_cast<std::size_t>(b)], i);
    });
    for (auto& block : blocks) flush(out, block);
  }
}

// Column names that OVITO, ASE and LAMMPS take: letters, digits and underscores, not beginning with
// a digit, not one of the names that mean something else, and each once.
std::vector<std::string> safeNames(const Columns& columns, const std::set<std::string>& reserved) {
  std::set<std::string> used = reserved;
  std::vector<std::string> names;
  for (const Column& column : columns) {
    std::string name;
    for (const char c : column.name)
      name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    if (name.empty() || std::isdigit(static_cast<unsigned char>(name.front())) != 0)
      name = "c_" + name;
    while (!used.insert(name).second) name += "_";
    names.push_back(name);
  }
  return names;
}

std::string xyzHeader(const Atoms& frame, const std::vector<std::string>& names) {
  fmt::memory_buffer text;
  const auto out = std::back_inserter(text);
  const Mat3& m = frame.box.matrix();
  fmt::format_to(out, "Lattice=\"");
  for (int i = 0; i < 9; ++i) fmt::format_to(out, "{}{:.17g}", i == 0 ? "" : " ", m(i % 3, i / 3));
  const Vec3& origin = frame.box.origin();
  fmt::format_to(out, "\" Origin=\"{:.17g} {:.17g} {:.17g}\"", origin.x(), origin.y(), origin.z());
  const auto& periodic = frame.box.periodic();
  fmt::format_to(out, " pbc=\"{} {} {}\"", periodic[0] ? 'T' : 'F', periodic[1] ? 'T' : 'F',
                 periodic[2] ? 'T' : 'F');
  fmt::format_to(out, " Properties=species:S:1:pos:R:3:id:I:1");
  if (!frame.velocities.empty()) fmt::format_to(out, ":vel:R:3");
  for (const auto& name : names) fmt::format_to(out, ":{}:R:1", name);
  if (!frame.velocities.empty()) fmt::format_to(out, " velocity_unit=\"angstrom/ps\"");
  fmt::format_to(out, " Timestep={} Time={:.17g}", frame.step, frame.time_ps);
  return fmt::to_string(text);
}

void writeXyzFrame(std::ostream& out, const Atoms& frame) {
  const auto names = safeNames(frame.columns, {"species", "pos", "id", "vel", "velo", "Z", "mass",
                                               "masses", "charge", "forces", "numbers", "positions",
                                               "momenta", "tags", "type", "radius", "color"});
  fmt::memory_buffer line;
  fmt::format_to(std::back_inserter(line), "{}\n{}\n", frame.size(), xyzHeader(frame, names));
  flush(out, line);
  writeLines(out, frame.size(), [&](fmt::memory_buffer& row, std::size_t i) {
    fmt::format_to(std::back_inserter(row), "{}", elementSymbol(frame.atomicNumbers[i]));
    for (const double x : frame.positions[i]) appendNumber(row, x);
    fmt::format_to(std::back_inserter(row), " {}", frame.ids[i]);
    if (!frame.velocities.empty())
      for (const double v : frame.velocities[i]) appendNumber(row, v);
    for (const Column& column : frame.columns) appendNumber(row, column.values[i]);
    row.push_back('\n');
  });
}

/// The orientation that LAMMPS asks of a triclinic box: a along x, b in the xy plane, c above it.
struct RestrictedBox {
  Mat3 rotation;  ///< from the frame of the configuration to that of the dump
  Mat3 matrix;    ///< upper triangular, positive diagonal
};

RestrictedBox restrict(const Box& box) {
  const Mat3& m = box.matrix();
  const bool already = m(1, 0) == 0 && m(2, 0) == 0 && m(2, 1) == 0 && m.diagonal().minCoeff() > 0;
  if (already) return {Mat3::Identity(), m};
  // m = Q R with R upper triangular; signs are moved so that its diagonal is positive.
  const Eigen::HouseholderQR<Mat3> qr(m);
  Mat3 q = qr.householderQ();
  Mat3 r = q.transpose() * m;
  for (int d = 0; d < 3; ++d) {
    if (r(d, d) >= 0) continue;
    r.row(d) = -r.row(d).eval();
    q.col(d) = -q.col(d).eval();
  }
  r(1, 0) = r(2, 0) = r(2, 1) = 0;
  return {q.transpose(), r};
}

std::string boxLines(const Box& box, const Mat3& r) {
  const Vec3& lo = box.origin();
  const double xy = r(0, 1), xz = r(0, 2), yz = r(1, 2);
  const auto flag = [&](std::size_t d) { return box.periodic()[d] ? "pp" : "ff"; };
  const std::string flags = fmt::format("{} {} {}", flag(0), flag(1), flag(2));
  if (xy == 0 && xz == 0 && yz == 0)
    return fmt::format("ITEM: BOX BOUNDS {}\n{:.17g} {:.17g}\n{:.17g} {:.17g}\n{:.17g} {:.17g}\n",
                       flags, lo.x(), lo.x() + r(0, 0), lo.y(), lo.y() + r(1, 1), lo.z(),
                       lo.z() + r(2, 2));
  // Dumps give the bounds of the tilted box and not those of its edges (LAMMPS manual, "dump" and
  // "Howto triclinic").
  const double low = std::min({0.0, xy, xz, xy + xz}), high = std::max({0.0, xy, xz, xy + xz});
  return fmt::format(
      "ITEM: BOX BOUNDS xy xz yz {}\n{:.17g} {:.17g} {:.17g}\n{:.17g} {:.17g} {:.17g}\n"
      "{:.17g} {:.17g} {:.17g}\n",
      flags, lo.x() + low, lo.x() + r(0, 0) + high, xy, lo.y() + std::min(0.0, yz),
      lo.y() + r(1, 1) + std::max(0.0, yz), xz, lo.z(), lo.z() + r(2, 2), yz);
}

void writeDumpFrame(std::ostream& out, const Atoms& frame, const std::vector<int>& species) {
  // The last two are integers to OVITO, which then refuses a file where one is unknown (nan).
  const auto names = safeNames(
      frame.columns,
      {"id", "type", "element", "mass", "q",   "mol",          "x",        "y",  "z",  "xs", "ys",
       "zs", "xu",   "yu",      "zu",   "xsu", "ysu",          "zsu",      "ix", "iy", "iz", "vx",
       "vy", "vz",   "fx",      "fy",   "fz",  "coordination", "selection"});
  const RestrictedBox restricted = restrict(frame.box);
  const bool rotated = restricted.rotation != Mat3::Identity();
  fmt::memory_buffer line;
  const auto append = std::back_inserter(line);
  fmt::format_to(append, "ITEM: TIMESTEP\n{}\nITEM: NUMBER OF ATOMS\n{}\n{}", frame.step,
                 frame.size(), boxLines(frame.box, restricted.matrix));
  fmt::format_to(append, "ITEM: ATOMS id type element x y z{}",
                 frame.velocities.empty() ? "" : " vx vy vz");
  for (const auto& name : names) fmt::format_to(append, " {}", name);
  line.push_back('\n');
  flush(out, line);
  writeLines(out, frame.size(), [&](fmt::memory_buffer& row, std::size_t i) {
    const int z = frame.atomicNumbers[i];
    const auto type = std::lower_bound(species.begin(), species.end(), z) - species.begin() + 1;
    fmt::format_to(std::back_inserter(row), "{} {} {}", frame.ids[i], type, elementSymbol(z));
    const Vec3 relative = frame.positions[i] - frame.box.origin();
    const Vec3 position =
        rotated ? Vec3(frame.box.origin() + restricted.rotation * relative) : frame.positions[i];
    for (const double x : position) appendNumber(row, x);
    if (!frame.velocities.empty())
      for (const double v : Vec3(restricted.rotation * frame.velocities[i])) appendNumber(row, v);
    for (const Column& column : frame.columns) appendNumber(row, column.values[i]);
    row.push_back('\n');
  });
}

}  // namespace

void writeExtendedXyz(const std::filesystem::path& path, const std::vector<Atoms>& frames) {
  writeExtendedXyz(path, std::span(frames));
}

void writeExtendedXyz(const std::filesystem::path& path, std::span<const Atoms> frames) {
  for (const Atoms& frame : frames) frame.validate();
  writeStreamAtomically(path, [&](std::ostream& out) {
    for (const Atoms& frame : frames) writeXyzFrame(out, frame);
  });
}

void writeLammpsDump(const std::filesystem::path& path, const std::vector<Atoms>& frames) {
  writeLammpsDump(path, std::span(frames));
}

void writeLammpsDump(const std::filesystem::path& path, std::span<const Atoms> frames) {
  std::set<int> present;
  for (const Atoms& frame : frames) {
    frame.validate();
    present.insert(frame.atomicNumbers.begin(), frame.atomicNumbers.end());
  }
  const std::vector<int> species(present.begin(), present.end());
  writeStreamAtomically(path, [&](std::ostream& out) {
    for (const Atoms& frame : frames) writeDumpFrame(out, frame, species);
  });
}

}  // namespace glasscope
