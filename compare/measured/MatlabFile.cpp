#include "compare/measured/MatlabFile.h"

#include <array>
#include <fstream>
#include <numeric>
#include <optional>
#include <string_view>

#include <fmt/format.h>
#include <matio.h>

#include "compare/measured/RawNumbers.h"
#include "compare/measured/requireMemory.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

struct CloseFile {
  void operator()(mat_t* file) const { Mat_Close(file); }
};
struct FreeVariable {
  void operator()(matvar_t* variable) const { Mat_VarFree(variable); }
};
using File = std::unique_ptr<mat_t, CloseFile>;
using Variable = std::unique_ptr<matvar_t, FreeVariable>;

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why) {
  throw Error(ErrorKind::input, fmt::format("Cannot read {}", path.string()), why,
              "save numeric arrays anew: save('file.mat', 'name', '-v7')");
}

std::optional<RawType> typeOf(matio_classes kind) {
  switch (kind) {
    case MAT_C_DOUBLE:
      return RawType::float64;
    case MAT_C_SINGLE:
      return RawType::float32;
    case MAT_C_INT8:
      return RawType::int8;
    case MAT_C_UINT8:
      return RawType::uint8;
    case MAT_C_INT16:
      return RawType::int16;
    case MAT_C_UINT16:
      return RawType::uint16;
    case MAT_C_INT32:
      return RawType::int32;
    case MAT_C_UINT32:
      return RawType::uint32;
    case MAT_C_INT64:
      return RawType::int64;
    case MAT_C_UINT64:
      return RawType::uint64;
    default:
      return std::nullopt;
  }
}

// matio reads a file that was cut short without a word, so the lengths of its elements are added
// up.
void requireWhole(const std::filesystem::path& path) {
  constexpr std::uint64_t kHead = 128, kTag = 8;
  const std::uint64_t size = std::filesystem::file_size(path);
  std::ifstream in(path, std::ios::binary);
  std::array<char, kHead> head{};
  in.read(head.data(), head.size());
  const bool bigEndian = in && head[126] == 'M';  // "MI" as it is read on this machine is "IM"
  std::uint64_t at = kHead;
  while (in && at < size) {
    std::array<unsigned char, kTag> tag{};
    in.seekg(static_cast<std::streamoff>(at));
    in.read(reinterpret_cast<char*>(tag.data()), tag.size());
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < 4; ++i)
      length |= std::uint64_t{tag[bigEndian ? 7 - i : 4 + i]} << (8 * i);
    at += kTag + length;
  }
  if (!in || at != size)
    refuse(path, "its elements do not end where the file ends: it is cut short");
}

class MatlabFile : public MeasuredFile {
 public:
  explicit MatlabFile(const std::filesystem::path& path)
      : path_((requireWhole(path), path)), file_(Mat_Open(path.c_str(), MAT_ACC_RDONLY)) {
    if (!file_) refuse(path, "matio cannot open it: it is damaged or cut short");
    while (Variable variable{Mat_VarReadNextInfo(file_.get())}) {
      if (!typeOf(variable->class_type) || variable->isComplex != 0 || variable->name == nullptr)
        continue;
      MeasuredArray array{variable->name, {}, {}, {}};
      for (int d = 0; d < variable->rank; ++d)
        array.axes.push_back({fmt::format("axis {}", d), "", variable->dims[d]});
      arrays_.push_back(std::move(array));
    }
    if (arrays_.empty()) refuse(path, "it holds no array of real numbers, or is cut short");
  }
  std::string format() const override { return "MATLAB 5"; }
  const std::vector<MeasuredArray>& arrays() const override { return arrays_; }
  std::string axisOrder() const override {
    return "axis 0 is the first index of MATLAB, the row that it prints";
  }

  std::vector<double> read(std::size_t array, const Shape& start,
                           const Shape& count) const override {
    load(array);
    const RawType type = *typeOf(loaded_->class_type);
    const auto* const bytes = static_cast<const char*>(loaded_->data);
    std::vector<double> values(entriesOf(count));
    Shape at(start);
    for (double& value : values) {
      std::uint64_t entry = 0;  // the first axis is the fastest
      for (std::size_t d = at.size(); d-- > 0;) entry = entry * loaded_->dims[d] + at[d];
      value = numberOf(type, bytes + entry * bytesOf(type));
      for (std::size_t d = at.size(); d-- > 0;) {
        if (++at[d] < start[d] + count[d]) break;
        at[d] = start[d];
      }
    }
    return values;
  }

 private:
  void load(std::size_t array) const {
    if (loaded_ && at_ == array) return;
    Shape shape;
    for (const MeasuredAxis& axis : arrays_[array].axes) shape.push_back(axis.size);
    requireMemory(path_, shape);
    loaded_.reset(Mat_VarRead(file_.get(), arrays_[array].path.c_str()));
    if (!loaded_ || loaded_->data == nullptr || !typeOf(loaded_->class_type) ||
        loaded_->nbytes / bytesOf(*typeOf(loaded_->class_type)) < entriesOf(shape))
      refuse(path_, fmt::format("'{}' cannot be read as a whole: the file is damaged or cut short",
                                arrays_[array].path));
    at_ = array;
  }

  std::filesystem::path path_;
  File file_;
  std::vector<MeasuredArray> arrays_;
  mutable Variable loaded_;
  mutable std::size_t at_ = 0;
};

}  // namespace

bool isMatlab(const std::filesystem::path& path) {
  constexpr std::string_view kMark = "MATLAB 5.0 MAT-file";
  std::array<char, kMark.size()> begin{};
  std::ifstream in(path, std::ios::binary);
  in.read(begin.data(), begin.size());
  return in && std::string_view(begin.data(), begin.size()) == kMark;
}

std::unique_ptr<MeasuredFile> openMatlab(const std::filesystem::path& path) {
  return std::make_unique<MatlabFile>(path);
}

}  // namespace glasscope::compare
