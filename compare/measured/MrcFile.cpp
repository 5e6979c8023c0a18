#include "compare/measured/MrcFile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <fstream>
#include <optional>

#include <fmt/format.h>

#include "compare/measured/DirectElectronNotes.h"
#include "compare/measured/RawNumbers.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

constexpr std::size_t kHead = 1024;

/// The head by the words of the format's table, which begin at 1.
class Head {
 public:
  Head(const std::array<char, kHead>& bytes, bool swapped) : bytes_(bytes), swapped_(swapped) {}
  bool swapped() const { return swapped_; }
  std::int32_t whole(int word) const { return at<std::int32_t>(word); }
  double real(int word) const { return at<float>(word); }
  // Modes beyond 200 and sizes of millions mean that the bytes are the other way round.
  bool makesSense() const {
    constexpr std::int32_t kMost = 1 << 22;
    for (int word = 1; word <= 3; ++word)
      if (whole(word) < 1 || whole(word) > kMost) return false;
    return whole(4) >= 0 && whole(4) <= 200 && whole(24) >= 0;
  }

 private:
  template <class T>
  T at(int word) const {
    std::array<char, 4> raw{};
    std::copy_n(bytes_.begin() + 4 * (word - 1), 4, raw.begin());
    if (swapped_) std::reverse(raw.begin(), raw.end());
    T value;
    std::memcpy(&value, raw.data(), sizeof(value));
    return value;
  }
  std::array<char, kHead> bytes_;
  bool swapped_;
};

std::optional<Head> headOf(const std::filesystem::path& path) {
  std::array<char, kHead> bytes{};
  std::ifstream in(path, std::ios::binary);
  in.read(bytes.data(), bytes.size());
  if (!in) return std::nullopt;
  for (const bool swapped : {false, true})
    if (const Head head(bytes, swapped); head.makesSense()) return head;
  return std::nullopt;
}

// Files of before 2000 have no mark; those are known by their length alone.
bool hasMark(const std::filesystem::path& path) {
  std::array<char, 4> mark{};
  std::ifstream in(path, std::ios::binary);
  in.seekg(208);
  in.read(mark.data(), mark.size());
  return in && std::string_view(mark.data(), 3) == "MAP";
}

std::optional<RawType> typeOf(std::int32_t mode) {
  switch (mode) {
    case 0:
      return RawType::int8;
    case 1:
      return RawType::int16;
    case 2:
      return RawType::float32;
    case 6:
      return RawType::uint16;
    case 12:
      return RawType::float16;
    default:
      return std::nullopt;
  }
}

MeasuredAxis axisOf(const Head& head, int word, const char* name, AxisRole role) {
  const auto size = static_cast<std::uint64_t>(head.whole(word));
  const double cell_A = head.real(10 + word);
  const std::int32_t samples = head.whole(7 + word);
  if (role == AxisRole::frame || samples < 1 || !(cell_A > 0) || !std::isfinite(cell_A))
    return {name, "", size, 0, kNotTold, role};
  return {name, "angstrom", size, 0, cell_A / samples, role};
}

class MrcFile : public MeasuredFile {
 public:
  MrcFile(const Head& head, RawNumbers numbers, const InstrumentFacts& facts)
      : numbers_(std::move(numbers)) {
    MeasuredArray array{std::string(1, '/'), {}, {}, facts};
    array.axes = {axisOf(head, 3, "section", AxisRole::frame), axisOf(head, 2, "row", AxisRole::y),
                  axisOf(head, 1, "column", AxisRole::x)};
    isOne_ = head.whole(3) == 1;
    if (isOne_) array.axes.erase(array.axes.begin());
    arrays_.push_back(std::move(array));
  }
  std::string format() const override { return "MRC"; }
  const std::vector<MeasuredArray>& arrays() const override { return arrays_; }
  std::vector<double> read(std::size_t, const Shape& start, const Shape& count) const override {
    if (!isOne_) return numbers_.read(start, count);
    return numbers_.read({0, start[0], start[1]}, {1, count[0], count[1]});
  }

 private:
  RawNumbers numbers_;
  bool isOne_ = false;  // section: no axis then
  std::vector<MeasuredArray> arrays_;
};

}  // namespace

bool isMrc(const std::filesystem::path& path) {
  if (!headOf(path)) return false;
  const std::string ending = path.extension().string();
  return hasMark(path) || ending == ".mrc" || ending == ".mrcs" || ending == ".st" ||
         ending == ".rec" || ending == ".ali";
}

std::unique_ptr<MeasuredFile> openMrc(const std::filesystem::path& path) {
  const auto head = headOf(path);
  GLASSCOPE_ENSURE(head.has_value(), "the file was seen to be MRC");
  const auto type = typeOf(head->whole(4));
  if (!type) {
    throw Error(
        ErrorKind::input, fmt::format("Cannot read {}", path.string()),
        fmt::format("its numbers are of MRC's mode {}: complex, packed or unknown", head->whole(4)),
        "save it as 16-bit integers or 32-bit reals (mode 1, 2 or 6)");
  }
  const auto extent = [&](int word) { return static_cast<std::uint64_t>(head->whole(word)); };
  return std::make_unique<MrcFile>(
      *head,
      RawNumbers(path, kHead + extent(24), {extent(3), extent(2), extent(1)}, *type,
                 head->swapped()),
      directElectronFacts(path, extent(3)));
}

}  // namespace glasscope::compare
