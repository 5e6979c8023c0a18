#include "compare/measured/TiffFile.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <optional>
#include <string_view>

#include <fmt/format.h>
#include <tiffio.h>

#include "compare/measured/RawNumbers.h"
#include "compare/measured/requireMemory.h"
#include "core/system/Error.h"
#include "core/system/Text.h"

namespace glasscope::compare {

namespace {

using Handle = std::unique_ptr<TIFF, void (*)(TIFF*)>;

thread_local std::string lastFault;  // what libtiff said last

void keepFault(const char* module, const char* text, va_list values) {
  std::array<char, 512> line{};
  std::vsnprintf(line.data(), line.size(), text, values);
  lastFault = fmt::format("{}: {}", module == nullptr ? "libtiff" : module, line.data());
}

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why) {
  throw Error(ErrorKind::input, fmt::format("Cannot read {}", path.string()),
              why.empty() ? "it is damaged or cut short" : why,
              "save it anew as a grey image of plain numbers");
}

struct Page {
  std::uint32_t width = 0, height = 0;
  RawType type = RawType::uint8;
  bool operator==(const Page&) const = default;
};

std::optional<RawType> typeOf(std::uint16_t format, std::uint16_t bits) {
  constexpr RawType kUnsigned[] = {RawType::uint8, RawType::uint16, RawType::uint32,
                                   RawType::uint64};
  constexpr RawType kSigned[] = {RawType::int8, RawType::int16, RawType::int32, RawType::int64};
  int size = 0;
  while (size < 4 && (8 << size) != bits) ++size;
  if (size == 4) return std::nullopt;
  if (format == SAMPLEFORMAT_UINT || format == SAMPLEFORMAT_VOID) return kUnsigned[size];
  if (format == SAMPLEFORMAT_INT) return kSigned[size];
  if (format != SAMPLEFORMAT_IEEEFP || size == 0) return std::nullopt;
  constexpr RawType kReal[] = {RawType::float16, RawType::float32, RawType::float64};
  return kReal[size - 1];
}

Page pageOf(TIFF* tiff, const std::filesystem::path& path) {
  Page page;
  std::uint16_t bits = 1, samples = 1, format = SAMPLEFORMAT_UINT;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &page.width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &page.height);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &bits);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &samples);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &format);
  const auto type = typeOf(format, bits);
  if (samples != 1)
    refuse(path, fmt::format("its pixels have {} numbers: it is a colour image", samples));
  if (!type)
    refuse(path, fmt::format("its numbers have {} bits, in a form that is not read", bits));
  constexpr std::uint32_t kMost = 1 << 24;
  if (page.width < 1 || page.height < 1 || page.width > kMost || page.height > kMost)
    refuse(path, fmt::format("a page has {} x {} pixels", page.width, page.height));
  page.type = *type;
  return page;
}

std::string textField(TIFF* tiff, std::uint32_t tag) {
  const char* text = nullptr;
  return TIFFGetField(tiff, tag, &text) == 1 && text != nullptr ? text : "";
}

// "unit=micron" among the lines of ImageJ's description.
std::string entryOf(const std::string& description, std::string_view key) {
  for (const std::string_view line : split(description, '\n'))
    if (line.starts_with(key) && line.size() > key.size() && line[key.size()] == '=')
      return std::string(trim(line.substr(key.size() + 1)));
  return {};
}

class TiffFile : public MeasuredFile {
 public:
  explicit TiffFile(const std::filesystem::path& path) : path_(path), tiff_(nullptr, TIFFClose) {
    TIFFSetWarningHandler(nullptr);  // private tags of cameras
    TIFFSetErrorHandler(keepFault);
    lastFault.clear();
    tiff_.reset(TIFFOpen(path.c_str(), "r"));
    if (!tiff_) refuse(path, lastFault);
    describe();
  }
  std::string format() const override { return imageJ_ ? "TIFF (ImageJ)" : "TIFF"; }
  const std::vector<MeasuredArray>& arrays() const override { return arrays_; }

  std::vector<double> read(std::size_t, const Shape& start, const Shape& count) const override {
    const std::size_t first = pages_ > 1 ? 1 : 0;
    const std::uint64_t from = pages_ > 1 ? start[0] : 0, pages = pages_ > 1 ? count[0] : 1;
    std::vector<double> values;
    values.reserve(entriesOf(count));
    for (std::uint64_t page = from; page < from + pages; ++page) {
      load(page);
      for (std::uint64_t row = start[first]; row < start[first] + count[first]; ++row) {
        const auto begin =
            loaded_.begin() + static_cast<std::ptrdiff_t>(row * page_.width + start[first + 1]);
        values.insert(values.end(), begin, begin + static_cast<std::ptrdiff_t>(count[first + 1]));
      }
    }
    return values;
  }

 private:
  void describe() {
    page_ = pageOf(tiff_.get(), path_);
    const std::string description = textField(tiff_.get(), TIFFTAG_IMAGEDESCRIPTION);
    imageJ_ = description.starts_with("ImageJ=");
    MeasuredAxis row{"row", "", page_.height}, column{"column", "", page_.width};
    if (imageJ_) {
      float x = 0, y = 0;  // pixels per unit
      TIFFGetField(tiff_.get(), TIFFTAG_XRESOLUTION, &x);
      TIFFGetField(tiff_.get(), TIFFTAG_YRESOLUTION, &y);
      row.unit = column.unit = entryOf(description, "unit");
      if (row.unit == "\\u00B5m") row.unit = column.unit = "um";  // as ImageJ writes it in ASCII
      if (y > 0) row.step = 1 / static_cast<double>(y);
      if (x > 0) column.step = 1 / static_cast<double>(x);
    }
    pages_ = 1;
    while (TIFFReadDirectory(tiff_.get()) == 1) {
      if (!(pageOf(tiff_.get(), path_) == page_)) refuse(path_, "its pages have several sizes");
      ++pages_;
    }
    if (imageJ_ && pages_ == 1) {
      const std::string images = entryOf(description, "images");
      if (!images.empty() && images != "1")
        refuse(path_, fmt::format("it holds {} images of ImageJ behind one head", images));
    }
    MeasuredArray array{std::string(1, '/'), {}, {}, {}};
    if (pages_ > 1) array.axes.push_back({"page", "", pages_, 0, kNotTold, AxisRole::frame});
    array.axes.push_back(row);
    array.axes.push_back(column);
    arrays_.push_back(std::move(array));
  }

  // One page stays in memory.
  void load(std::uint64_t page) const {
    if (at_ == page && !loaded_.empty()) return;
    loaded_.clear();
    lastFault.clear();
    if (TIFFSetDirectory(tiff_.get(), static_cast<tdir_t>(page)) != 1) refuse(path_, lastFault);
    requireMemory(path_, {page_.height, page_.width});
    loaded_.resize(std::size_t{page_.width} * page_.height);
    TIFFIsTiled(tiff_.get()) != 0 ? loadTiles() : loadStrips();
    at_ = page;
  }

  void loadStrips() const {
    std::vector<char> line(static_cast<std::size_t>(TIFFScanlineSize64(tiff_.get())));
    if (line.size() < page_.width * bytesOf(page_.type)) refuse(path_, "its lines are too short");
    for (std::uint32_t row = 0; row < page_.height; ++row) {
      if (TIFFReadScanline(tiff_.get(), line.data(), row, 0) != 1) refuse(path_, lastFault);
      for (std::uint32_t column = 0; column < page_.width; ++column)
        loaded_[std::size_t{row} * page_.width + column] =
            numberOf(page_.type, line.data() + column * bytesOf(page_.type));
    }
  }

  void loadTiles() const {
    std::uint32_t width = 0, height = 0;
    TIFFGetField(tiff_.get(), TIFFTAG_TILEWIDTH, &width);
    TIFFGetField(tiff_.get(), TIFFTAG_TILELENGTH, &height);
    std::vector<char> tile(static_cast<std::size_t>(TIFFTileSize64(tiff_.get())));
    if (width < 1 || height < 1 || tile.size() < std::size_t{width} * height * bytesOf(page_.type))
      refuse(path_, "its tiles are too small");
    for (std::uint32_t y = 0; y < page_.height; y += height) {
      for (std::uint32_t x = 0; x < page_.width; x += width) {
        if (TIFFReadTile(tiff_.get(), tile.data(), x, y, 0, 0) < 0) refuse(path_, lastFault);
        for (std::uint32_t row = y; row < std::min(y + height, page_.height); ++row)
          for (std::uint32_t column = x; column < std::min(x + width, page_.width); ++column)
            loaded_[std::size_t{row} * page_.width + column] =
                numberOf(page_.type, tile.data() + (std::size_t{row - y} * width + column - x) *
                                                       bytesOf(page_.type));
      }
    }
  }

  std::filesystem::path path_;
  Handle tiff_;
  Page page_;
  std::uint64_t pages_ = 0;
  bool imageJ_ = false;
  std::vector<MeasuredArray> arrays_;
  mutable std::uint64_t at_ = 0;
  mutable std::vector<double> loaded_;
};

}  // namespace

bool isTiff(const std::filesystem::path& path) {
  std::array<char, 4> begin{};
  std::ifstream in(path, std::ios::binary);
  in.read(begin.data(), begin.size());
  const std::string_view mark(begin.data(), begin.size());
  using namespace std::string_view_literals;
  return in && (mark == "II*\0"sv || mark == "MM\0*"sv || mark == "II+\0"sv || mark == "MM\0+"sv);
}

std::unique_ptr<MeasuredFile> openTiff(const std::filesystem::path& path) {
  return std::make_unique<TiffFile>(path);
}

}  // namespace glasscope::compare
