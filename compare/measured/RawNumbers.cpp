#include "compare/measured/RawNumbers.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <type_traits>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/maps/StoredNumbers.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

using Shape = MeasuredFile::Shape;

template <class T>
double numberAt(const char* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof(T));
  return static_cast<double>(value);
}

}  // namespace

double numberOf(RawType type, const char* bytes) {
  switch (type) {
    case RawType::int8:
      return numberAt<std::int8_t>(bytes);
    case RawType::uint8:
      return numberAt<std::uint8_t>(bytes);
    case RawType::int16:
      return numberAt<std::int16_t>(bytes);
    case RawType::uint16:
      return numberAt<std::uint16_t>(bytes);
    case RawType::int32:
      return numberAt<std::int32_t>(bytes);
    case RawType::uint32:
      return numberAt<std::uint32_t>(bytes);
    case RawType::int64:
      return numberAt<std::int64_t>(bytes);
    case RawType::uint64:
      return numberAt<std::uint64_t>(bytes);
    case RawType::float16: {
      std::uint16_t bits;
      std::memcpy(&bits, bytes, sizeof(bits));
      return fromHalfBits(bits);
    }
    case RawType::float32:
      return numberAt<float>(bytes);
    case RawType::float64:
      return numberAt<double>(bytes);
  }
  return 0;
}

std::size_t bytesOf(RawType type) {
  switch (type) {
    case RawType::int8:
    case RawType::uint8:
      return 1;
    case RawType::int16:
    case RawType::uint16:
    case RawType::float16:
      return 2;
    case RawType::int32:
    case RawType::uint32:
    case RawType::float32:
      return 4;
    default:
      return 8;
  }
}

RawNumbers::RawNumbers(const std::filesystem::path& path, std::uint64_t offset, Shape shape,
                       RawType type, bool bigEndian)
    : path_(path), offset_(offset), shape_(std::move(shape)), type_(type), bigEndian_(bigEndian) {
  static_assert(std::endian::native == std::endian::little, "numbers are turned on reading");
  const std::uint64_t entries = entriesOf(shape_);
  const std::uint64_t there = std::filesystem::file_size(path_);
  // Compared by division: a product of a damaged head may not fit.
  const bool fits = there >= offset_ && (there - offset_) / bytesOf(type_) == entries &&
                    (there - offset_) % bytesOf(type_) == 0;
  if (!fits) {
    throw Error(ErrorKind::input, fmt::format("Cannot read {}", path_.string()),
                fmt::format("its head announces [{}] numbers of {} bytes behind byte {}, and the "
                            "file has {} bytes{}",
                            fmt::join(shape_, ", "), bytesOf(type_), offset_, there,
                            there < offset_ || (there - offset_) / bytesOf(type_) < entries
                                ? ": it is cut short"
                                : ": head and numbers do not belong together"),
                "fetch the file again, or save it anew");
  }
  in_.open(path_, std::ios::binary);
  if (!in_)
    throw Error(ErrorKind::input, fmt::format("Cannot open {}", path_.string()),
                "it cannot be read", "check its permissions");
}

void RawNumbers::readRun(std::uint64_t entry, std::uint64_t length, double* out) const {
  const std::size_t each = bytesOf(type_);
  std::vector<char> bytes(length * each);
  in_.clear();
  in_.seekg(static_cast<std::streamoff>(offset_ + entry * each));
  in_.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!in_)
    throw Error(ErrorKind::input, fmt::format("Cannot read {}", path_.string()),
                "the file ends before its numbers do, or the disk fails", "fetch the file again");
  for (std::uint64_t i = 0; i < length; ++i) {
    char* const at = bytes.data() + i * each;
    if (bigEndian_) std::reverse(at, at + each);
    out[i] = numberOf(type_, at);
  }
}

std::vector<double> RawNumbers::read(const Shape& start, const Shape& count) const {
  GLASSCOPE_ENSURE(start.size() == shape_.size() && count.size() == shape_.size(),
                   "a block has another rank than its array");
  std::vector<double> values(entriesOf(count));
  if (values.empty()) return values;
  // Whole trailing axes lie in one piece; what stands before them is walked through.
  std::size_t first = shape_.size();
  std::uint64_t run = 1;
  while (first > 0) {
    --first;
    GLASSCOPE_ENSURE(start[first] + count[first] <= shape_[first], "a block lies outside");
    run *= count[first];
    if (count[first] != shape_[first]) break;
  }
  Shape at(start);
  for (std::uint64_t done = 0; done < values.size(); done += run) {
    std::uint64_t entry = 0;
    for (std::size_t d = 0; d < shape_.size(); ++d) entry = entry * shape_[d] + at[d];
    readRun(entry, run, values.data() + done);
    for (std::size_t d = first; d-- > 0;) {
      if (++at[d] < start[d] + count[d]) break;
      at[d] = start[d];
    }
  }
  return values;
}

std::vector<double> reordered(const std::vector<double>& block, const Shape& count,
                              const std::vector<std::size_t>& order) {
  if (std::is_sorted(order.begin(), order.end())) return block;
  Shape stride(count.size(), 1);
  for (std::size_t d = count.size(); d-- > 1;) stride[d - 1] = stride[d] * count[d];
  std::vector<double> result(block.size());
  Shape at(count.size(), 0);
  for (double& value : result) {
    std::uint64_t from = 0;
    for (std::size_t d = 0; d < order.size(); ++d) from += at[d] * stride[order[d]];
    value = block[from];
    for (std::size_t d = order.size(); d-- > 0;) {
      if (++at[d] < count[order[d]]) break;
      at[d] = 0;
    }
  }
  return result;
}

}  // namespace glasscope::compare
