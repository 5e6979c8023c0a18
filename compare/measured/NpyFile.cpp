#include "compare/measured/NpyFile.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <numeric>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "compare/measured/RawNumbers.h"
#include "core/system/Error.h"
#include "core/system/Text.h"

namespace glasscope::compare {

namespace {

constexpr std::string_view kMagic{"\x93NUMPY", 6};

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why) {
  throw Error(ErrorKind::input, fmt::format("Cannot read {}", path.string()), why,
              "save plain numbers with numpy.save");
}

// What stands behind 'key': in the head, which is a dictionary in the syntax of Python.
std::string_view valueOf(std::string_view head, std::string_view key) {
  const std::size_t found = head.find(fmt::format("'{}'", key));
  if (found == std::string_view::npos) return {};
  const std::size_t colon = head.find(':', found);
  return colon == std::string_view::npos ? std::string_view() : trim(head.substr(colon + 1));
}

struct Kind {
  RawType type;
  bool bigEndian;
};

std::optional<Kind> kindOf(std::string_view value) {
  if (value.size() < 2 || (value[0] != '\'' && value[0] != '"')) return std::nullopt;
  const std::string_view word = value.substr(1, value.find(value[0], 1) - 1);
  constexpr std::array<std::pair<std::string_view, RawType>, 12> kTypes{{{"i1", RawType::int8},
                                                                         {"u1", RawType::uint8},
                                                                         {"b1", RawType::uint8},
                                                                         {"i2", RawType::int16},
                                                                         {"u2", RawType::uint16},
                                                                         {"i4", RawType::int32},
                                                                         {"u4", RawType::uint32},
                                                                         {"i8", RawType::int64},
                                                                         {"u8", RawType::uint64},
                                                                         {"f2", RawType::float16},
                                                                         {"f4", RawType::float32},
                                                                         {"f8", RawType::float64}}};
  if (word.size() != 3) return std::nullopt;
  for (const auto& [name, type] : kTypes)
    if (word.substr(1) == name) return Kind{type, word[0] == '>'};
  return std::nullopt;
}

MeasuredFile::Shape shapeOf(std::string_view value, const std::filesystem::path& path) {
  const std::size_t end = value.find(')');
  if (value.empty() || value[0] != '(' || end == std::string_view::npos)
    refuse(path, "its head does not say its shape");
  MeasuredFile::Shape shape;
  for (const std::string_view part : split(value.substr(1, end - 1), ',')) {
    const std::string_view word = trim(part);
    if (word.empty()) continue;
    std::uint64_t extent = 0;
    const auto [last, code] = std::from_chars(word.data(), word.data() + word.size(), extent);
    if (code != std::errc{} || last != word.data() + word.size())
      refuse(path, fmt::format("'{}' in its shape is no number", word));
    shape.push_back(extent);
  }
  return shape;
}

class NpyFile : public MeasuredFile {
 public:
  NpyFile(RawNumbers numbers, bool fortran) : numbers_(std::move(numbers)), fortran_(fortran) {
    Shape shape = numbers_.shape();
    if (fortran_) std::reverse(shape.begin(), shape.end());
    MeasuredArray array{std::string(1, '/'), {}, {}, {}};
    for (std::size_t d = 0; d < shape.size(); ++d)
      array.axes.push_back({fmt::format("axis {}", d), "", shape[d]});
    arrays_.push_back(std::move(array));
  }
  std::string format() const override { return "numpy .npy"; }
  const std::vector<MeasuredArray>& arrays() const override { return arrays_; }
  std::vector<double> read(std::size_t, const Shape& start, const Shape& count) const override {
    if (!fortran_) return numbers_.read(start, count);
    const Shape from(start.rbegin(), start.rend()), size(count.rbegin(), count.rend());
    std::vector<std::size_t> order(count.size());
    std::iota(order.rbegin(), order.rend(), 0);
    return reordered(numbers_.read(from, size), size, order);
  }

 private:
  RawNumbers numbers_;
  bool fortran_;  // the first axis is the fastest in the file
  std::vector<MeasuredArray> arrays_;
};

}  // namespace

bool isNpy(const std::filesystem::path& path) {
  std::array<char, 6> begin{};
  std::ifstream in(path, std::ios::binary);
  in.read(begin.data(), begin.size());
  return in && std::string_view(begin.data(), begin.size()) == kMagic;
}

std::unique_ptr<MeasuredFile> openNpy(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::array<unsigned char, 12> begin{};
  in.read(reinterpret_cast<char*>(begin.data()), begin.size());
  if (!in) refuse(path, "the file is cut short in its head");
  const int version = begin[6];
  const std::uint64_t before = version == 1 ? 10 : 12;
  std::uint64_t length = begin[8] + 256U * begin[9];
  if (version != 1) length += (std::uint64_t{begin[10]} << 16) + (std::uint64_t{begin[11]} << 24);
  constexpr std::uint64_t kMostHead = 1 << 20;
  if (version < 1 || version > 3 || length > kMostHead)
    refuse(path, fmt::format("its head is of version {} and has {} bytes", version, length));
  std::string head(length, '\0');
  in.seekg(static_cast<std::streamoff>(before));
  in.read(head.data(), static_cast<std::streamsize>(length));
  if (!in) refuse(path, "the file is cut short in its head");
  const auto kind = kindOf(valueOf(head, "descr"));
  if (!kind) refuse(path, "its numbers are complex, of several kinds or no numbers at all");
  MeasuredFile::Shape shape = shapeOf(valueOf(head, "shape"), path);
  const bool fortran = valueOf(head, "fortran_order").starts_with("True");
  if (fortran) std::reverse(shape.begin(), shape.end());
  return std::make_unique<NpyFile>(
      RawNumbers(path, before + length, std::move(shape), kind->type, kind->bigEndian), fortran);
}

}  // namespace glasscope::compare
