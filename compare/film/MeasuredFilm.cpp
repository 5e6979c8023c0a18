#include "compare/film/MeasuredFilm.h"

#include <limits>
#include <optional>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/hdf5/Hdf5.h"
#include "core/math/Units.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& why,
                         const std::string& remedy = "correct the file") {
  throw Error(ErrorKind::input, path + " is not a measured film", why, remedy);
}

Array2<unsigned char> readMask(const Hdf5& file, const std::string& name, int nx, int ny,
                               const std::string& path) {
  const Hdf5::Shape shape = file.shape(name);
  if (shape != Hdf5::Shape{static_cast<std::uint64_t>(nx), static_cast<std::uint64_t>(ny)}) {
    refuse(path, "its mask '" + name + "' has another shape than 'measured'",
           "give every mask the shape of the map");
  }
  Array2<unsigned char> mask(nx, ny);
  const std::vector<std::uint8_t> bytes = file.readBytes(name);
  for (std::size_t i = 0; i < bytes.size(); ++i) mask[i] = bytes[i] != 0;
  return mask;
}

// Of a data set without the attribute `units` 1; nothing for a unit that is no known length.
std::optional<double> angstromsPer(const Hdf5& file, const std::string& dataset) {
  if (!file.hasAttribute("units", dataset)) return 1;
  return unitFactor(file.stringAttribute("units", dataset), Dimension::length);
}

Vec2 pixelOf(const Hdf5& file, const Calibration& calibration, const std::string& path) {
  double told_A = std::numeric_limits<double>::quiet_NaN();
  const bool there = file.has("pixel_size");
  const auto unit = there ? angstromsPer(file, "pixel_size") : std::nullopt;
  if (unit) told_A = *unit * file.readScalar("pixel_size");
  Vec2 step_A = calibration.step_A(Vec2::Constant(told_A), path);
  if (!(step_A.x() > 0) || !step_A.allFinite()) {
    throw Error(ErrorKind::usage, fmt::format("The pixel size of '{}' is not known", path),
                !there  ? "it has no data set pixel_size"
                : !unit ? fmt::format("its pixel_size is in '{}', which is no length that is known",
                                      file.stringAttribute("units", "pixel_size"))
                        : fmt::format("its pixel_size is {:.6g}", told_A),
                "give it in angstrom: --set calibration.pixel_A=0.2");
  }
  if (step_A.x() != step_A.y()) {
    throw Error(ErrorKind::usage, "The pixels of a measured film are square",
                fmt::format("{} x {} angstrom were given", step_A.x(), step_A.y()),
                "resample the map, and leave calibration.pixel_y_A out");
  }
  return step_A;
}

Map2 readMap(const Hdf5& file, const Calibration& calibration, const std::string& path) {
  const Hdf5::Shape shape = file.shape("measured");
  if (shape.size() != 2) refuse(path, "'measured' must be two-dimensional");
  constexpr std::uint64_t kMostPixels = 1 << 24;
  if (shape[0] < 1 || shape[1] < 1 || shape[0] > kMostPixels || shape[1] > kMostPixels)
    refuse(path, fmt::format("'measured' has {} x {} pixels", shape[0], shape[1]));
  Map2 map;
  map.name = "measured";
  map.unit = "counts";
  map.description = "Measured ADF map.";
  map.pixel_A = pixelOf(file, calibration, path);
  map.values = Array2<double>(static_cast<int>(shape[0]), static_cast<int>(shape[1]));
  const std::vector<double> values = file.readDoubles("measured");
  std::copy(values.begin(), values.end(), map.values.begin());
  return map;
}

// In an open box with an angstrom of room around them.
Atoms readAtoms(const Hdf5& file, const std::string& path) {
  const Hdf5::Shape shape = file.shape("atoms/position");
  if (shape.size() != 2 || shape[1] != 3) refuse(path, "'atoms/position' must be n x 3");
  const auto unit = angstromsPer(file, "atoms/position");
  if (!unit)
    refuse(path,
           fmt::format("its atoms have positions in '{}', which is no length that is known",
                       file.stringAttribute("units", "atoms/position")),
           "give them in angstrom or nm");
  const std::vector<double> xyz = file.readDoubles("atoms/position");
  const std::vector<std::int64_t> numbers = file.readIntegers("atoms/atomic_number");
  if (numbers.empty() || 3 * numbers.size() != xyz.size())
    refuse(path, "it needs as many atomic numbers as positions, and at least one");
  Atoms atoms;
  Vec3 low = Vec3::Constant(HUGE_VAL), high = -low;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const Vec3 r = *unit * Vec3(xyz[3 * i], xyz[3 * i + 1], xyz[3 * i + 2]);
    const bool known = numbers[i] >= 1 && numbers[i] <= kMaxAtomicNumber;
    atoms.add(known ? static_cast<int>(numbers[i]) : 0, r);  // 0 is refused below
    low = low.cwiseMin(r);
    high = high.cwiseMax(r);
  }
  atoms.source = path;
  atoms.box = Box::orthogonal(high - low + Vec3::Constant(2), low - Vec3::Constant(1),
                              {false, false, false});
  atoms.validate();
  return atoms;
}

// What is no number was not measured, whatever the masks say.
void leaveOutUnmeasured(MeasuredFilm& film, const std::string& path) {
  bool any = false;
  for (std::size_t i = 0; i < film.valid.size(); ++i) {
    if (!std::isfinite(film.measured.values[i])) film.valid[i] = film.interior[i] = 0;
    any = any || film.valid[i];
  }
  if (!any)
    throw Error(ErrorKind::input, path + " holds no measured pixel",
                "'valid' is zero wherever 'measured' is a number", "correct the mask");
}

}  // namespace

bool isMeasuredFilm(const std::filesystem::path& path) {
  if (!Hdf5::isHdf5(path)) return false;
  const Hdf5 file = Hdf5::open(path);
  for (const char* name : {"measured", "valid", "interior", "atoms"}) {
    if (!file.has(name)) return false;
  }
  return file.has("atoms/position") && file.has("atoms/atomic_number");
}

MeasuredFilm readMeasuredFilm(const std::filesystem::path& path, const Calibration& calibration) {
  const Hdf5 file = Hdf5::open(path);
  const std::string name = path.string();
  if (!isMeasuredFilm(path))
    refuse(name,
           "a measured film holds measured, valid, interior, atoms/position and "
           "atoms/atomic_number, and mostly pixel_size",
           "give a file in the layout of docs/formats.md");
  MeasuredFilm film;
  film.measured = readMap(file, calibration, name);
  film.valid = readMask(file, "valid", film.measured.nx(), film.measured.ny(), name);
  film.interior = readMask(file, "interior", film.measured.nx(), film.measured.ny(), name);
  film.atoms = readAtoms(file, name);
  leaveOutUnmeasured(film, name);
  return film;
}

}  // namespace glasscope::compare
