#include <algorithm>
#include <mutex>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "core/Emd.h"
#include "core/EmdLayout.h"
#include "core/Error.h"
#include "core/Files.h"
#include "core/Hash.h"
#include "core/Log.h"

namespace glasscope {
namespace {

constexpr const char* kArray = "/datacube_root/datacube";
constexpr const char* kRows = "/glasscope_rows";  // book-keeping of an unfinished scan

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

// Nonzero mark of a row's content: a row counts as done when what is read back has this mark.
std::int64_t markOf(std::span<const float> patterns) {
  const std::string hash =
      hashBytes({reinterpret_cast<const char*>(patterns.data()), patterns.size_bytes()});
  return static_cast<std::int64_t>(std::stoull(hash.substr(0, 15), nullptr, 16)) | 1;
}

void writeEntry(Hdf5& group, const std::string& name, double value) {
  group.writeScalar(name, value);
  group.setAttribute("type", "number", name);
}
void writeEntry(Hdf5& group, const std::string& name, const char* value) {
  group.write(name, std::string(value));
  group.setAttribute("type", "string", name);
}

// py4DSTEM takes the axes of a datacube from here and not from the dim vectors. It knows one step
// for both scan directions: where they differ, the dim vectors (which HyperSpy and we read) are
// right.
void writeCalibration(Hdf5& root, const DatacubeShape& shape) {
  Hdf5 group = root.createGroup("metadatabundle/calibration");
  group.setAttribute("emd_group_type", "metadata");
  group.setAttribute("python_class", "Calibration");
  writeEntry(group, "Q_pixel_size", shape.qStep_invA);
  writeEntry(group, "R_pixel_size", shape.rStep_A.x());
  writeEntry(group, "Q_pixel_units", "A^-1");
  writeEntry(group, "R_pixel_units", "A");
  group.writeScalar("QR_flip", false);
  group.setAttribute("type", "bool", "QR_flip");
  writeEntry(group, "_root_treepath", "");
  Hdf5 targets = group.createGroup("_target_paths");
  targets.setAttribute("type", "list_of_strings");
  targets.setAttribute("length", 1);
  targets.write("0", std::string("/datacube"));
}

void writeLayout(Hdf5& file, const DatacubeShape& shape, const EmdMetadata& metadata,
                 const std::string& identity) {
  Hdf5 root = emd::createRoot(file, "datacube_root");
  writeCalibration(root, shape);
  emd::writeMetadata(root, metadata);
  const double q = shape.qStep_invA;
  const int centreX = shape.qx / 2, centreY = shape.qy / 2;
  Hdf5 array = emd::createArray(root, "datacube", "DataCube",
                                {{"Rx", "A", shape.rx, shape.rOrigin_A.x(), shape.rStep_A.x()},
                                 {"Ry", "A", shape.ry, shape.rOrigin_A.y(), shape.rStep_A.y()},
                                 {"Qx", "A^-1", shape.qx, -q * centreX, q},
                                 {"Qy", "A^-1", shape.qy, -q * centreY, q}});
  array.setAttribute("unit", shape.unit);
  array.setAttribute("periodic", shape.periodicScan);
  array.createChunked("data", cubeShape(shape), chunkShape(shape));
  array.setAttribute("units", shape.unit, "data");
  Hdf5 rows = file.createGroup(kRows);
  rows.setAttribute("identity", identity);
  rows.write("done", std::vector<std::int64_t>(static_cast<std::size_t>(shape.rx), 0),
             {static_cast<std::uint64_t>(shape.rx)});
  file.flush();
}

}  // namespace

struct EmdDatacubeWriter::State {
  State(const DatacubeShape& cube, const Hdf5& output, std::vector<std::int64_t> marks)
      : shape(cube), file(output), done(std::move(marks)) {}

  DatacubeShape shape;
  Hdf5 file;
  std::vector<std::int64_t> done;  // a mark for each row that is on disk, 0 for the others
  mutable std::mutex mutex;

  std::size_t rowSize() const { return static_cast<std::size_t>(shape.ry) * shape.qx * shape.qy; }

  void requireRow(int rx) const {
    GLASSCOPE_ENSURE(rx >= 0 && rx < shape.rx, "the scan row lies outside of the datacube");
  }

  std::pair<Shape, Shape> blockOf(int rx) const {
    Shape count = cubeShape(shape);
    count[0] = 1;
    return {{static_cast<std::uint64_t>(rx), 0, 0, 0}, count};
  }

  // Forgets rows whose content is not what was written: a process that was killed while the library
  // wrote its index may have left some behind.
  void verifyRows() {
    for (int rx = 0; rx < shape.rx; ++rx) {
      auto& mark = done[static_cast<std::size_t>(rx)];
      if (mark == 0) continue;
      const auto [start, count] = blockOf(rx);
      if (markOf(file.group(kArray).readBlock("data", start, count)) != mark) mark = 0;
    }
  }
};

namespace {

// The partial file of an interrupted run, when it is whole and belongs to the same job.
std::optional<Hdf5> resumable(const std::filesystem::path& path, const DatacubeShape& shape,
                              const std::string& identity) {
  if (!std::filesystem::exists(partialPath(path))) return std::nullopt;
  Hdf5 file = Hdf5::resume(path);
  if (!file.has(kRows) || !file.has(kArray)) return std::nullopt;
  if (file.group(kRows).stringAttribute("identity") != identity) return std::nullopt;
  if (file.group(kArray).shape("data") != cubeShape(shape)) return std::nullopt;
  return file;
}

}  // namespace

EmdDatacubeWriter::EmdDatacubeWriter(const std::filesystem::path& path, const DatacubeShape& shape,
                                     const EmdMetadata& metadata, const std::string& identity) {
  GLASSCOPE_ENSURE(shape.rx > 0 && shape.ry > 0 && shape.qx > 0 && shape.qy > 0,
                   "a datacube needs at least one scan point and one diffraction pixel");
  try {
    if (auto file = resumable(path, shape, identity)) {
      state_ = std::make_unique<State>(shape, *file, file->group(kRows).readIntegers("done"));
      state_->verifyRows();
      return;
    }
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::input) throw;
    logWarning(fmt::format("the unfinished {} cannot be continued and is begun again: {}",
                           partialPath(path).string(), error.why()));
  }
  state_.reset();
  Hdf5 file = Hdf5::create(path, true);
  writeLayout(file, shape, metadata, identity);
  state_ = std::make_unique<State>(
      shape, file, std::vector<std::int64_t>(static_cast<std::size_t>(shape.rx), 0));
}

EmdDatacubeWriter::~EmdDatacubeWriter() = default;

bool EmdDatacubeWriter::rowDone(int rx) const {
  const std::lock_guard lock(state_->mutex);
  state_->requireRow(rx);
  return state_->done[static_cast<std::size_t>(rx)] != 0;
}

void EmdDatacubeWriter::writeRow(int rx, std::span<const float> patterns) {
  const std::lock_guard lock(state_->mutex);
  state_->requireRow(rx);
  GLASSCOPE_ENSURE(patterns.size() == state_->rowSize(), "a scan row needs ry * qx * qy values");
  const auto [start, count] = state_->blockOf(rx);
  state_->file.group(kArray).writeBlock("data", start, count, patterns);
  state_->file.flush();
  // Only once the data are out is the row called done.
  const std::int64_t mark = markOf(patterns);
  state_->file.group(kRows).writeBlock("done", {start[0]}, {1}, std::span(&mark, 1));
  state_->file.flush();
  state_->done[static_cast<std::size_t>(rx)] = mark;
}

void EmdDatacubeWriter::writeRowExtra(int rx, std::span<const double> values) {
  const std::lock_guard lock(state_->mutex);
  state_->requireRow(rx);
  const std::string name = fmt::format("extra/{}", rx);
  Hdf5 rows = state_->file.group(kRows);
  if (rows.has(name)) rows.remove(name);
  rows.write(name, values, {values.size()});
}

std::vector<double> EmdDatacubeWriter::rowExtra(int rx) const {
  const std::lock_guard lock(state_->mutex);
  state_->requireRow(rx);
  const Hdf5 rows = state_->file.group(kRows);
  const std::string name = fmt::format("extra/{}", rx);
  return rows.has(name) ? rows.readDoubles(name) : std::vector<double>();
}

void EmdDatacubeWriter::commit() {
  const std::lock_guard lock(state_->mutex);
  for (std::size_t rx = 0; rx < state_->done.size(); ++rx)
    GLASSCOPE_ENSURE(state_->done[rx] != 0, fmt::format("scan row {} was never written", rx));
  state_->file.remove(kRows);
  state_->file.commit();
}

}  // namespace glasscope
