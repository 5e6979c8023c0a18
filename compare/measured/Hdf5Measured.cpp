#include "compare/measured/Hdf5Measured.h"

#include <algorithm>

#include <fmt/format.h>

#include "compare/measured/Hdf5Layouts.h"
#include "core/hdf5/Hdf5Bitshuffle.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

class Hdf5Measured : public MeasuredFile {
 public:
  Hdf5Measured(const Hdf5& file, const hdf5_layouts::Layout& layout,
               std::vector<MeasuredArray> arrays)
      : file_(file), layout_(layout), arrays_(std::move(arrays)) {}
  std::string format() const override { return std::string(layout_.name); }
  std::string axisOrder() const override { return std::string(layout_.axisOrder); }
  const std::vector<MeasuredArray>& arrays() const override { return arrays_; }
  std::vector<double> read(std::size_t array, const Shape& start,
                           const Shape& count) const override {
    return file_.readBlockDoubles(arrays_.at(array).path, start, count);
  }

 private:
  Hdf5 file_;
  hdf5_layouts::Layout layout_;
  std::vector<MeasuredArray> arrays_;
};

}  // namespace

std::unique_ptr<MeasuredFile> openHdf5Measured(const std::filesystem::path& path) {
  registerBitshuffle();
  const Hdf5 file = Hdf5::open(path);
  const auto layouts = hdf5_layouts::all();
  const auto layout = std::ranges::find_if(layouts, [&](const auto& one) { return one.is(file); });
  GLASSCOPE_ENSURE(layout != layouts.end(), "the last layout takes every file");
  std::vector<MeasuredArray> arrays = layout->arrays(file);
  if (arrays.empty()) {
    throw Error(ErrorKind::input, fmt::format("{} holds no measured array", path.string()),
                fmt::format("it is {}, and no data set of it has numbers with axes", layout->name),
                "check that it is the file you mean");
  }
  return std::make_unique<Hdf5Measured>(file, *layout, std::move(arrays));
}

}  // namespace glasscope::compare
