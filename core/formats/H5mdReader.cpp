#include <fmt/format.h>

#include "core/formats/H5md.h"
#include "core/hdf5/Hdf5.h"
#include "core/system/Error.h"

// The reader of H5MD 1.x, ours and other people's; the writer is core/formats/H5md.cpp.
namespace glasscope {
namespace {

[[noreturn]] void refuse(const std::string& source, const std::string& why) {
  throw Error(ErrorKind::input, fmt::format("Cannot read '{}' as an H5MD trajectory", source), why,
              "check that the file is whole and follows H5MD 1.1 (nongnu.org/h5md)");
}

std::string textAttribute(const Hdf5& group, const std::string& name, const std::string& object) {
  return group.hasAttribute(name, object) ? group.stringAttribute(name, object) : std::string();
}

// Factor to our units from the unit attribute; unknown and absent units are taken to be ours.
double unitFactor(const Hdf5& group, const std::string& dataset) {
  const std::string unit = textAttribute(group, "unit", dataset);
  if (unit == "nm" || unit == "nm ps-1" || unit == "nm/ps") return 10;
  if (unit == "fs") return 1e-3;
  if (unit == "ns") return 1e3;
  return 1;
}

/// An H5MD element: a fixed data set, or a group with step, time and one value a frame.
class Element {
 public:
  Element(const Hdf5& group, std::string name, std::string source)
      : group_(group), source_(std::move(source)) {
    changes_ = !group.isDataset(name);
    dataset_ = changes_ ? name + "/value" : name;
    if (!group.isDataset(dataset_))
      refuse(source_, fmt::format("{}/{} is missing", group.path(), name));
    shape_ = group.shape(dataset_);
    if (changes_ && shape_.empty()) refuse(source_, fmt::format("{} has no frames", dataset_));
    factor_ = unitFactor(group, dataset_);
  }

  bool changes() const { return changes_; }
  std::uint64_t frames() const { return changes_ ? shape_.front() : 0; }
  Hdf5::Shape frameShape() const { return {shape_.begin() + (changes_ ? 1 : 0), shape_.end()}; }

  std::vector<double> at(std::uint64_t frame) const {
    Hdf5::Shape start(shape_.size(), 0), count = shape_;
    if (changes_) {
      if (frame >= frames())
        refuse(source_,
               fmt::format("{} has {} frames, fewer than the positions", dataset_, frames()));
      start[0] = frame;
      count[0] = 1;
    }
    auto values = group_.readBlockDoubles(dataset_, start, count);
    if (factor_ != 1)
      for (double& value : values) value *= factor_;
    return values;
  }

 private:
  Hdf5 group_;
  std::string source_, dataset_;
  bool changes_ = false;
  Hdf5::Shape shape_;
  double factor_ = 1;
};

std::vector<Vec3> vectorsOf(const std::vector<double>& numbers) {
  std::vector<Vec3> vectors(numbers.size() / 3);
  for (std::size_t i = 0; i < vectors.size(); ++i)
    vectors[i] = {numbers[3 * i], numbers[3 * i + 1], numbers[3 * i + 2]};
  return vectors;
}

class GroupReader {
 public:
  GroupReader(const Hdf5& group, std::string source, std::span<const int> elements)
      : group_(group),
        source_(std::move(source)),
        position_(group, "position", source_),
        edges_(group, "box/edges", source_) {
    const auto shape = position_.frameShape();
    if (shape.size() != 2 || shape[1] != 3)
      refuse(source_, "the positions are not three-dimensional");
    count_ = shape[0];
    readBoundary();
    readIdentities(elements);
  }

  std::vector<Atoms> frames() const {
    std::vector<Atoms> result;
    const std::uint64_t count = position_.changes() ? position_.frames() : 1;
    for (std::uint64_t f = 0; f < count; ++f) result.push_back(frame(f));
    addColumns(result);
    for (const auto& atoms : result) atoms.validate();
    return result;
  }

 private:
  void readBoundary() {
    if (!group_.hasAttribute("boundary", "box")) return;
    const auto boundary = group_.stringsAttribute("boundary", "box");
    if (boundary.size() != 3) refuse(source_, "the box does not name three boundaries");
    for (std::size_t d = 0; d < 3; ++d) periodic_[d] = boundary[d] == "periodic";
  }

  std::vector<std::int64_t> integers(const std::string& name) const {
    const Element element(group_, name, source_);
    const auto numbers = element.at(0);
    if (numbers.size() != count_)
      refuse(source_, fmt::format("{} has {} entries for {} atoms", name, numbers.size(), count_));
    return {numbers.begin(), numbers.end()};
  }

  void readIdentities(std::span<const int> elements) {
    if (!group_.has("species")) refuse(source_, "the data set 'species' is missing");
    for (const std::int64_t type : integers("species")) {
      const bool mapped = !elements.empty();
      if (mapped && (type < 1 || type > static_cast<std::int64_t>(elements.size())))
        refuse(source_,
               fmt::format("species {} occurs, but {} elements were given", type, elements.size()));
      species_.push_back(mapped ? elements[static_cast<std::size_t>(type - 1)]
                                : static_cast<int>(type));
    }
    if (group_.has("id")) {
      ids_ = integers("id");
    } else {
      for (std::uint64_t i = 0; i < count_; ++i) ids_.push_back(static_cast<std::int64_t>(i) + 1);
    }
  }

  Box boxAt(std::uint64_t f) const {
    const auto numbers = edges_.at(f);
    Mat3 matrix = Mat3::Zero();
    if (numbers.size() == 3)
      matrix.diagonal() = Vec3(numbers[0], numbers[1], numbers[2]);
    else if (numbers.size() == 9)
      matrix = Eigen::Map<const Mat3>(numbers.data());  // rows of the file are columns of ours
    else
      refuse(source_, fmt::format("box/edges has {} numbers, not 3 or 9", numbers.size()));
    Vec3 origin = Vec3::Zero();
    if (group_.has("box/glasscope_origin")) {
      const auto at = Element(group_, "box/glasscope_origin", source_).at(f);
      origin = Vec3(at[0], at[1], at[2]);
    }
    return Box(matrix, origin, periodic_);
  }

  double scalarAt(const std::string& name, std::uint64_t f) const {
    if (!group_.isDataset(name)) return 0;
    const auto shape = group_.shape(name);
    const double factor = unitFactor(group_, name);
    // H5MD 1.1 allows fixed intervals: a scalar increment, with the offset as an attribute.
    if (shape.empty()) {
      const double offset =
          group_.hasAttribute("offset", name) ? group_.numberAttribute("offset", name) : 0;
      return factor * (offset + group_.readScalar(name) * static_cast<double>(f));
    }
    if (f >= shape[0])
      refuse(source_, fmt::format("{} has fewer entries than there are frames", name));
    return factor * group_.readBlockDoubles(name, {f}, {1}).front();
  }

  Atoms frame(std::uint64_t f) const {
    Atoms atoms;
    atoms.source = source_;
    atoms.box = boxAt(f);
    atoms.ids = ids_;
    atoms.atomicNumbers = species_;
    atoms.positions = vectorsOf(position_.at(f));
    if (group_.has("velocity"))
      atoms.velocities = vectorsOf(Element(group_, "velocity", source_).at(f));
    if (position_.changes()) {
      atoms.step = static_cast<std::int64_t>(scalarAt("position/step", f));
      atoms.time_ps = scalarAt("position/time", f);
    }
    return atoms;
  }

  void addColumns(std::vector<Atoms>& frames) const {
    if (!group_.has("glasscope_columns")) return;
    const Hdf5 columns = group_.group("glasscope_columns");
    const auto names = columns.hasAttribute("column_order")
                           ? columns.stringsAttribute("column_order")
                           : columns.names();
    for (const auto& name : names) {
      const Element element(columns, name, source_);
      for (std::size_t f = 0; f < frames.size(); ++f)
        frames[f].columns.add({name, textAttribute(columns, "unit", name),
                               textAttribute(columns, "description", name), element.at(f)});
    }
  }

  Hdf5 group_;
  std::string source_;
  Element position_, edges_;
  std::uint64_t count_ = 0;
  std::array<bool, 3> periodic_{true, true, true};
  std::vector<int> species_;
  std::vector<std::int64_t> ids_;
};

}  // namespace

std::vector<H5mdTrajectory> readH5md(const std::filesystem::path& path,
                                     std::span<const int> elements) {
  const Hdf5 file = Hdf5::open(path);
  if (!file.has("h5md") || !file.has("particles"))
    refuse(path.string(), "it is HDF5, but has no groups /h5md and /particles");
  const bool ours = file.has("glasscope") && file.hasAttribute("group_order", "glasscope");
  const Hdf5 particles = file.group("particles");
  std::vector<H5mdTrajectory> trajectories;
  for (const auto& name :
       ours ? file.stringsAttribute("group_order", "glasscope") : particles.names()) {
    const Hdf5 group = particles.group(name);
    if (!group.has("position")) continue;
    trajectories.push_back(
        {name,
         GroupReader(group, path.string(), ours ? std::span<const int>() : elements).frames()});
  }
  if (trajectories.empty()) refuse(path.string(), "none of its particle groups has positions");
  return trajectories;
}

}  // namespace glasscope
