#include "core/formats/EmdShard.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/formats/EmdLayout.h"
#include "core/system/Error.h"
#include "core/system/Hash.h"
#include "core/system/Interrupt.h"

namespace glasscope {

namespace {

constexpr const char* kSet = "glasscope_set";

void writeAbout(Hdf5& root, const EmdSample& sample) {
  Hdf5 group = root.createGroup("metadatabundle/glasscope");
  group.setAttribute("emd_group_type", "metadata");
  group.setAttribute("python_class", "Metadata");
  for (const auto& [name, text] : sample.texts) emd::writeEntry(group, name, text);
  for (const auto& [name, number] : sample.numbers) emd::writeEntry(group, name, number);
}

void writePatterns(Hdf5& root, const EmdSample::Patterns& patterns) {
  const DatacubeShape& shape = patterns.cube->shape();
  Hdf5 array = emd::createDatacube(root, patterns.name, shape, {});
  std::vector<float> row;
  for (int rx = 0; rx < shape.rx; ++rx) {
    throwIfInterrupted();
    row.clear();
    for (int ry = 0; ry < shape.ry; ++ry) {
      const Array2<float> pattern = patterns.cube->pattern(rx, ry);
      row.insert(row.end(), pattern.begin(), pattern.end());
    }
    const auto extent = [](int pixels) { return static_cast<std::uint64_t>(pixels); };
    array.writeBlock("data", {extent(rx), 0, 0, 0},
                     {1, extent(shape.ry), extent(shape.qx), extent(shape.qy)}, row);
  }
}

void addBytes(std::string& text, std::span<const double> values) {
  // Of each part its hash: what is kept is short.
  text += hashBytes({reinterpret_cast<const char*>(values.data()), values.size_bytes()}) + "\n";
}

// A data set in parts along its first axis, so that a large one need not fit into memory.
void addData(std::string& text, const Hdf5& file, const std::string& path) {
  const Hdf5::Shape shape = file.shape(path);
  constexpr std::uint64_t kAtOnce = 1 << 20;
  std::uint64_t each = 1;
  for (std::size_t d = 1; d < shape.size(); ++d) each *= shape[d];
  if (shape.empty() || shape[0] * each <= kAtOnce) return addBytes(text, file.readDoubles(path));
  const std::uint64_t step = std::max<std::uint64_t>(1, kAtOnce / std::max<std::uint64_t>(1, each));
  for (std::uint64_t first = 0; first < shape[0]; first += step) {
    throwIfInterrupted();
    Hdf5::Shape start(shape.size(), 0), count = shape;
    start[0] = first;
    count[0] = std::min(step, shape[0] - first);
    addBytes(text, file.readBlockDoubles(path, start, count));
  }
}

}  // namespace

EmdShardWriter::EmdShardWriter(const std::filesystem::path& path, const EmdMetadata& about)
    : file_(Hdf5::create(path)) {
  Hdf5 group = file_.createGroup(kSet);
  group.setAttribute("revision", kRevision);
  for (const auto& [name, text] : about) group.write(name, text);
}

void EmdShardWriter::add(const EmdSample& sample) {
  Hdf5 root = emd::createRoot(file_, sample.name);
  writeAbout(root, sample);
  for (const EmdSample::Patterns& patterns : sample.patterns) writePatterns(root, patterns);
  // py4DSTEM knows one calibration a root.
  if (sample.patterns.size() == 1)
    emd::writeCalibration(root, sample.patterns.front().name, sample.patterns.front().cube->shape(),
                          sample.texts);
  std::vector<std::string> order;
  for (const Map2& map : sample.maps) {
    emd::writeMap(root, map);
    order.push_back(map.name);
  }
  root.setAttribute("map_order", order);
  if (sample.atoms) writeAtoms(sample.name + "/atoms", sample.atoms);
  names_.push_back(sample.name);
  keys_.push_back(sample.key);
}

void EmdShardWriter::writeAtoms(const std::string& at, const std::shared_ptr<const Atoms>& atoms) {
  if (atoms == lastAtoms_) return file_.hardLink(lastAtomsAt_, at);
  lastAtoms_ = atoms;
  lastAtomsAt_ = at;
  Hdf5 group = file_.createGroup(at);
  const std::uint64_t count = atoms->size();
  std::vector<double> positions;
  for (const Vec3& r : atoms->positions) positions.insert(positions.end(), r.begin(), r.end());
  group.write("position", positions, {count, 3}, true);
  group.setAttribute("units", "A", "position");
  group.setAttribute("description", "in the frame of the foil: the beam travels along +z",
                     "position");
  const std::vector<std::int64_t> elements(atoms->atomicNumbers.begin(),
                                           atoms->atomicNumbers.end());
  group.write("atomic_number", elements, {count}, true);
  group.write("id", atoms->ids, {count}, true);
  for (const Column& column : atoms->columns) {
    group.write(column.name, column.values, {count}, true);
    group.setAttribute("units", column.unit, column.name);
    group.setAttribute("description", column.description, column.name);
  }
  const Vec3 extent_A = atoms->box.lengths();
  group.setAttribute("extent_A", std::span<const double>(extent_A.data(), 3));
}

EmdShardIndex EmdShardWriter::commit() {
  std::vector<std::string> checksums;
  for (const std::string& name : names_) checksums.push_back(emdSampleChecksum(file_, name));
  Hdf5 group = file_.group(kSet);
  group.write("names", names_);
  group.write("keys", keys_);
  group.write("checksums", checksums);
  file_.commit();
  return {kRevision, std::move(names_), std::move(keys_), std::move(checksums)};
}

EmdShardIndex readEmdShardIndex(const std::filesystem::path& path) {
  const Hdf5 file = Hdf5::open(path);
  const bool isShard = file.has(kSet) && file.group(kSet).hasAttribute("revision");
  if (!isShard)
    throw Error(ErrorKind::input, fmt::format("'{}' is no shard of a data set", path.string()),
                fmt::format("it has no group {}", kSet),
                "give a file that 'glasscope sweep' wrote");
  const Hdf5 group = file.group(kSet);
  EmdShardIndex index;
  index.revision = static_cast<int>(group.numberAttribute("revision"));
  if (index.revision != EmdShardWriter::kRevision) return index;  // who knows what is in it
  index.names = group.readTexts("names");
  index.keys = group.readTexts("keys");
  index.checksums = group.readTexts("checksums");
  if (index.keys.size() != index.names.size() || index.checksums.size() != index.names.size())
    throw Error(ErrorKind::input, fmt::format("'{}' is damaged", path.string()),
                "its lists of samples have different lengths",
                "make it again with 'glasscope sweep'");
  return index;
}

std::string emdSampleChecksum(const Hdf5& shard, const std::string& sample) {
  const Hdf5 group = shard.group(sample);
  std::string text;
  for (const std::string& path : group.datasets()) {
    const std::string name = path.substr(group.path().size());
    text += fmt::format("{} [{}]\n", name, fmt::join(shard.shape(path), ", "));
    if (shard.isString(path)) {
      for (const std::string& each : shard.readTexts(path)) text += each + "\n";
    } else {
      addData(text, shard, path);
    }
  }
  return hashBytes(text);
}

}  // namespace glasscope
