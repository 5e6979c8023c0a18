#include "core/formats/H5mdElement.h"

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::h5md {

void refuse(const std::string& source, const std::string& why) {
  throw Error(ErrorKind::input, fmt::format("Cannot read '{}' as an H5MD trajectory", source), why,
              "check that the file is whole and follows H5MD 1.1 (nongnu.org/h5md)");
}

double factorOf(const Hdf5& group, const std::string& dataset, Dimension dimension,
                const std::string& source, const std::string& companion) {
  const std::string unit =
      group.hasAttribute("unit", dataset) ? group.stringAttribute("unit", dataset) : std::string();
  if (unit.empty()) return companion.empty() ? 1 : factorOf(group, companion, dimension, source);
  const auto factor = unitFactor(unit, dimension);
  if (!factor)
    throw Error(
        ErrorKind::input, fmt::format("Cannot read '{}' as an H5MD trajectory", source),
        fmt::format("{}/{} is in '{}', a unit that is not known", group.path(), dataset, unit),
        "write it in angstrom, nm or bohr, with velocities per ps or fs");
  return *factor;
}

bool Element::in(const Hdf5& group, const std::string& name) {
  return group.isDataset(name) || group.isDataset(name + "/value");
}

Element::Element(const Hdf5& group, std::string name, std::string source)
    : group_(group), source_(std::move(source)) {
  changes_ = !group.isDataset(name);
  dataset_ = changes_ ? name + "/value" : name;
  if (!group.isDataset(dataset_))
    refuse(source_, fmt::format("{}/{} is missing", group.path(), name));
  shape_ = group.shape(dataset_);
  if (changes_ && shape_.empty()) refuse(source_, fmt::format("{} has no frames", dataset_));
}

void Element::select(std::uint64_t frame, Hdf5::Shape& start, Hdf5::Shape& count) const {
  start.assign(shape_.size(), 0);
  count = shape_;
  if (!changes_) return;
  if (frame >= frames())
    refuse(source_, fmt::format("{}/{} has {} frames, fewer than the positions", group_.path(),
                                dataset_, frames()));
  start[0] = frame;
  count[0] = 1;
}

std::vector<double> Element::at(std::uint64_t frame) const {
  Hdf5::Shape start, count;
  select(frame, start, count);
  return count.empty() ? group_.readDoubles(dataset_)
                       : group_.readBlockDoubles(dataset_, start, count);
}

std::vector<std::int64_t> Element::integersAt(std::uint64_t frame) const {
  Hdf5::Shape start, count;
  select(frame, start, count);
  return count.empty() ? group_.readIntegers(dataset_)
                       : group_.readBlockIntegers(dataset_, start, count);
}

}  // namespace glasscope::h5md
