#include "core/formats/Mrc.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "core/system/Error.h"
#include "core/system/Files.h"

namespace glasscope {
namespace {

/// The header, filled word by word: words are those of the format's table, from 1. Little-endian as
/// every machine that we build for; the machine stamp says so.
class Header {
 public:
  void whole(int word, std::int32_t value) { put(word, &value); }
  void real(int word, double value) {
    const auto single = static_cast<float>(value);
    put(word, &single);
  }
  void text(int word, const std::string& value, std::size_t most) {
    std::memcpy(at(word), value.data(), std::min(value.size(), most));
  }
  const std::array<char, 1024>& bytes() const { return bytes_; }

 private:
  char* at(int word) { return bytes_.data() + static_cast<std::ptrdiff_t>(4) * (word - 1); }
  void put(int word, const void* value) { std::memcpy(at(word), value, 4); }
  std::array<char, 1024> bytes_{};
};

struct Statistics {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  double mean = 0, rms = 0;
};

Statistics statisticsOf(std::span<const Map2> maps) {
  Statistics s;
  double count = 0;
  for (const Map2& map : maps) {
    for (const double value : map.values) {
      s.low = std::min(s.low, value);
      s.high = std::max(s.high, value);
      s.mean += value;
      ++count;
    }
  }
  s.mean /= count;
  for (const Map2& map : maps)
    for (const double value : map.values) s.rms += (value - s.mean) * (value - s.mean);
  s.rms = std::sqrt(s.rms / count);
  return s;
}

Header headerOf(std::span<const Map2> maps, const std::string& label) {
  const Map2& first = maps.front();
  const Statistics s = statisticsOf(maps);
  Header h;
  h.whole(1, first.nx());  // columns, rows, sections
  h.whole(2, first.ny());
  h.whole(3, static_cast<std::int32_t>(maps.size()));
  h.whole(4, 2);           // mode: 32-bit reals
  h.whole(8, first.nx());  // sampling of the cell; 1 along z: images, not a volume
  h.whole(9, first.ny());
  h.whole(10, 1);
  h.real(11, first.nx() * first.pixel_A.x());  // cell, angstrom
  h.real(12, first.ny() * first.pixel_A.y());
  h.real(13, first.pixel_A.x());
  for (int word = 14; word <= 16; ++word) h.real(word, 90);
  for (int axis = 1; axis <= 3; ++axis) h.whole(16 + axis, axis);  // columns are x, rows y
  h.real(20, s.low);
  h.real(21, s.high);
  h.real(22, s.mean);
  h.whole(28, 20140);  // version 2014.0; space group 0 (word 23): an image stack
  h.real(50, first.origin_A.x());
  h.real(51, first.origin_A.y());
  h.text(53, "MAP ", 4);
  h.text(54, std::string("\x44\x44\0\0", 4), 4);
  h.real(55, s.rms);
  h.whole(56, 1);  // labels
  h.text(57, label + std::string(80, ' '), 80);
  return h;
}

}  // namespace

void writeMrcStack(const std::filesystem::path& path, std::span<const Map2> maps,
                   const std::string& label) {
  GLASSCOPE_ENSURE(!maps.empty() && !maps.front().values.empty(), "the stack is empty");
  for (const Map2& map : maps)
    GLASSCOPE_ENSURE(map.nx() == maps[0].nx() && map.ny() == maps[0].ny(),
                     "the images of a stack have one size");
  const Header header = headerOf(maps, label);
  writeStreamAtomically(path, [&](std::ostream& out) {
    out.write(header.bytes().data(), header.bytes().size());
    std::vector<float> row(static_cast<std::size_t>(maps.front().nx()));
    for (const Map2& map : maps) {
      for (int y = 0; y < map.ny(); ++y) {
        for (int x = 0; x < map.nx(); ++x) row[x] = static_cast<float>(map.values(x, y));
        out.write(reinterpret_cast<const char*>(row.data()),
                  static_cast<std::streamsize>(row.size() * sizeof(float)));
      }
    }
  });
}

}  // namespace glasscope
