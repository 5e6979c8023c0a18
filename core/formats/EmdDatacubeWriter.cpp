#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/formats/Emd.h"
#include "core/formats/EmdLayout.h"
#include "core/formats/EmdRows.h"
#include "core/maps/StoredNumbers.h"
#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Log.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using Shape = Hdf5::Shape;

Shape cubeShape(const DatacubeShape& s) {
  return {static_cast<std::uint64_t>(s.rx), static_cast<std::uint64_t>(s.ry),
          static_cast<std::uint64_t>(s.qx), static_cast<std::uint64_t>(s.qy)};
}

// One pattern a chunk, or a few when patterns are small: a reduction reads pattern by pattern.
Shape chunkShape(const DatacubeShape& s) {
  constexpr std::uint64_t kElements = 1 << 14;
  Shape chunk = cubeShape(s);
  chunk[0] = 1;
  chunk[1] = std::clamp<std::uint64_t>(kElements / (chunk[2] * chunk[3]), 1, chunk[1]);
  return chunk;
}

// The entry of the metadata that says by how much a scan is turned against the axes of its
// patterns.
constexpr const char* kScanRotation = "scan_rotation_deg";

}  // namespace

namespace emd {

// py4DSTEM takes the axes of a datacube from here and not from the dim vectors. It knows one step
// for both scan directions: where they differ, the dim vectors (which HyperSpy and we read) are
// right. The origin of every pattern is there, too: its polar transforms ask for it.
//
// Patterns keep the axes of the foil while a scan may be turned against them; py4DSTEM turns
// vectors of patterns by QR_rotation to bring them onto the axes of the scan.
void writeCalibration(Hdf5& root, const std::string& datacube, const DatacubeShape& shape,
                      const EmdMetadata& metadata) {
  Hdf5 group = root.createGroup("metadatabundle/calibration");
  group.setAttribute("emd_group_type", "metadata");
  group.setAttribute("python_class", "Calibration");
  const bool known = shape.qStep_invA > 0;
  writeEntry(group, "Q_pixel_size", known ? shape.qStep_invA : 1);
  const bool calibrated = std::isfinite(shape.rStep_A.x());
  writeEntry(group, "R_pixel_size", calibrated ? shape.rStep_A.x() : 1);
  writeEntry(group, "Q_pixel_units", known ? "A^-1" : "pixels");
  writeEntry(group, "R_pixel_units", calibrated ? "A" : "pixels");
  const Hdf5::Shape positions{static_cast<std::uint64_t>(shape.rx),
                              static_cast<std::uint64_t>(shape.ry)};
  const auto writeOrigin = [&](const std::string& name, int centre) {
    writeEntry(group, name + "_mean", centre);
    const std::vector<double> each(static_cast<std::size_t>(shape.rx) * shape.ry, centre);
    group.write(name, each, positions, true);
    group.setAttribute("type", "array", name);
  };
  writeOrigin("qx0", shape.qx / 2);
  writeOrigin("qy0", shape.qy / 2);
  group.writeScalar("QR_flip", false);
  group.setAttribute("type", "bool", "QR_flip");
  const auto turn = metadata.find(kScanRotation);
  const double turn_deg = turn == metadata.end() ? 0 : std::strtod(turn->second.c_str(), nullptr);
  writeEntry(group, "QR_rotation", 0 - turn_deg * constants::kPi / 180);
  writeEntry(group, "QR_rotation_degrees", 0 - turn_deg);
  const double semiangle_mrad = numberOf(metadata, "convergence_semiangle_mrad");
  if (std::isfinite(semiangle_mrad))
    writeEntry(group, "convergence_semiangle_mrad", semiangle_mrad);
  const double semiangle_invA = numberOf(metadata, "convergence_semiangle_invA");
  if (std::isfinite(semiangle_invA) && shape.qStep_invA > 0) {
    // py4DSTEM has two names for the radius of the bright disc in pixels.
    for (const char* name : {"convergence_semiangle_pixels", "probe_semiangle"})
      writeEntry(group, name, semiangle_invA / shape.qStep_invA);
  }
  writeEntry(group, "_root_treepath", "");
  Hdf5 targets = group.createGroup("_target_paths");
  targets.setAttribute("type", "list_of_strings");
  targets.setAttribute("length", 1);
  targets.write("0", "/" + datacube);
}

Hdf5 createDatacube(Hdf5& root, const std::string& name, const DatacubeShape& shape,
                    const DatacubeStorage& storage) {
  const bool known = shape.qStep_invA > 0;
  const std::string unit = known ? "A^-1" : "pixels";
  const double q = known ? shape.qStep_invA : 1;
  const int centreX = shape.qx / 2, centreY = shape.qy / 2;
  Hdf5 array = createArray(root, name, "DataCube",
                           {lengthAxis("Rx", shape.rx, shape.rOrigin_A.x(), shape.rStep_A.x()),
                            lengthAxis("Ry", shape.ry, shape.rOrigin_A.y(), shape.rStep_A.y()),
                            {"Qx", unit, shape.qx, -q * centreX, q},
                            {"Qy", unit, shape.qy, -q * centreY, q}});
  array.setAttribute("unit", shape.unit);
  array.setAttribute("periodic", shape.periodicScan);
  array.setAttribute("scale", storage.scale);
  array.createChunked("data", cubeShape(shape), chunkShape(shape), storage.compression,
                      storage.type);
  // The unit of the numbers as they are stored, for programs that do not know the scale.
  const std::string stored = storage.type == NumberType::uint16
                                 ? "counts"
                                 : fmt::format("{:.9g} x {}", storage.scale, shape.unit);
  array.setAttribute("units", storage.scale == 1 ? shape.unit : stored, "data");
  return array;
}

}  // namespace emd

namespace {

void writeLayout(Hdf5& file, const DatacubeShape& shape, const EmdMetadata& metadata,
                 const DatacubeStorage& storage) {
  Hdf5 root = emd::createRoot(file, "datacube_root");
  emd::writeCalibration(root, "datacube", shape, metadata);
  emd::writeMetadata(root, metadata);
  emd::createDatacube(root, "datacube", shape, storage);
}

}  // namespace

struct EmdDatacubeWriter::State {
  DatacubeShape shape;
  DatacubeStorage storage;
  std::string identity;
  Hdf5 file;
  std::optional<emd::Rows> rows;  // begun with the first row
  mutable std::mutex mutex;

  std::size_t rowSize() const { return static_cast<std::size_t>(shape.ry) * shape.qx * shape.qy; }

  void requireRow(int rx) const {
    GLASSCOPE_ENSURE(rx >= 0 && rx < shape.rx, "the scan row lies outside of the datacube");
  }
};

namespace {

bool belongs(const Hdf5& file, const DatacubeShape& shape, const std::string& identity) {
  return emd::Rows::in(file) && emd::Rows(file).identity() == identity &&
         file.group(emd::kDatacube).shape("data") == cubeShape(shape);
}

// The rows of an earlier file, while they are copied into a new one.
fs::path earlierPath(const fs::path& path) {
  return partialPath(path).string() + ".earlier";
}

// A writer that ran out of disk space leaves a file that is shorter than its head says, and the
// library refuses it. Lengthened by nothing, it can be read: what is missing fails its checksum.
// The length stands at byte 40 of a superblock of version 0, little-endian (HDF5 File Format
// Specification 3.0, section II.A). True when the file was too short.
bool lengthen(const fs::path& path) {
  char head[48] = {};
  std::ifstream(path, std::ios::binary).read(head, sizeof(head));
  std::uint64_t length = 0;
  for (int i = 7; i >= 0; --i) length = length << 8 | static_cast<unsigned char>(head[40 + i]);
  if (head[8] != 0 || length <= fs::file_size(path)) return false;
  fs::resize_file(path, length);
  return true;
}

// The sound rows of an earlier run: one that was killed, or a finished one that its owner asks for
// again because it is damaged or was never entered into the run's book.
std::optional<emd::Rows> earlierRows(const fs::path& path, const DatacubeShape& shape,
                                     const std::string& identity) {
  if (fs::exists(earlierPath(path))) fs::remove(partialPath(path));  // killed while copying
  if (fs::exists(partialPath(path))) fs::rename(partialPath(path), earlierPath(path));
  const bool isShort = fs::exists(earlierPath(path)) && Hdf5::isHdf5(earlierPath(path)) &&
                       lengthen(earlierPath(path));
  for (const fs::path& candidate : {earlierPath(path), path}) {
    if (!fs::exists(candidate)) continue;
    const Hdf5 file = Hdf5::open(candidate);
    if (!belongs(file, shape, identity)) continue;
    emd::Rows rows(file);
    if (const std::vector<int> damaged = rows.forgetDamaged(); !damaged.empty()) {
      logWarning(
          fmt::format("{} of {} scan rows of {} are damaged on disk and are computed again: row {}",
                      damaged.size(), rows.count(), path.string(), fmt::join(damaged, ", ")));
    }
    return rows;
  }
  if (isShort) throw Error(ErrorKind::input, "No row is left", "its end is missing", "");
  return std::nullopt;
}

}  // namespace

EmdDatacubeWriter::EmdDatacubeWriter(const fs::path& path, const DatacubeShape& shape,
                                     const EmdMetadata& metadata, const std::string& identity,
                                     const DatacubeStorage& storage) {
  GLASSCOPE_ENSURE(shape.rx > 0 && shape.ry > 0 && shape.qx > 0 && shape.qy > 0,
                   "a datacube needs at least one scan point and one diffraction pixel");
  std::optional<emd::Rows> earlier;
  try {
    earlier = earlierRows(path, shape, identity);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::input) throw;
    logWarning(fmt::format("the unfinished {} cannot be continued and is begun again: {}",
                           partialPath(path).string(), error.why()));
  }
  Hdf5 file = Hdf5::create(path, true);
  writeLayout(file, shape, metadata, storage);
  std::optional<emd::Rows> rows;
  // A killed process may leave an index of chunks that is half written: to read it is safe, for
  // every row has its checksum; to go on writing into it is not. So the rows move to a new file.
  if (earlier) rows = emd::Rows::copy(*earlier, file);
  earlier.reset();
  fs::remove(earlierPath(path));
  state_ = std::make_unique<State>(shape, storage, identity, std::move(file), std::move(rows));
}

EmdDatacubeWriter::~EmdDatacubeWriter() = default;

bool EmdDatacubeWriter::rowDone(int rx) const {
  const std::lock_guard lock(state_->mutex);
  state_->requireRow(rx);
  return state_->rows && state_->rows->done(rx);
}

void EmdDatacubeWriter::writeRow(int rx, std::span<const float> patterns,
                                 std::span<const double> extra) {
  const std::lock_guard lock(state_->mutex);
  state_->requireRow(rx);
  GLASSCOPE_ENSURE(patterns.size() == state_->rowSize(), "a scan row needs ry * qx * qy values");
  if (!state_->rows)
    state_->rows = emd::Rows::begin(state_->file, state_->identity, state_->shape.rx, extra.size());
  const StoredNumbers stored = storeNumbers(patterns, state_->storage);
  state_->rows->write(rx, stored.bytes, extra, stored.saturated);
}

std::vector<double> EmdDatacubeWriter::rowExtra(int rx) const {
  const std::lock_guard lock(state_->mutex);
  state_->requireRow(rx);
  return state_->rows ? state_->rows->extra(rx) : std::vector<double>();
}

void EmdDatacubeWriter::commit() {
  const std::lock_guard lock(state_->mutex);
  for (int rx = 0; rx < state_->shape.rx; ++rx)
    GLASSCOPE_ENSURE(state_->rows && state_->rows->done(rx),
                     fmt::format("scan row {} was never written", rx));
  if (const auto lost = state_->rows->saturated(); lost > 0)
    logWarning(
        fmt::format("{} values are larger than the stored type reaches ({:.6g}) and were "
                    "stored as that: choose a larger scale, or float32",
                    lost, largestStored(state_->storage)));
  state_->file.commit();
}

std::vector<int> damagedRows(const fs::path& path) {
  const Hdf5 file = Hdf5::open(path);
  return emd::Rows::in(file) ? emd::Rows(file).forgetDamaged() : std::vector<int>();
}

}  // namespace glasscope
