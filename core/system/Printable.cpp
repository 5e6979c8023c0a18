#include "core/system/Printable.h"

#include <fmt/format.h>

namespace glasscope {

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    const bool low = (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f;
    const bool high = byte == 0xc2 && next >= 0x80 && next < 0xa0;  // U+0080 to U+009F in UTF-8
    if (low)
      shown += fmt::format("\\x{:02x}", byte);
    else if (high)
      shown += fmt::format("\\u{:04x}", text[++i] & 0xff);
    else
      shown += text[i];
  }
  return shown;
}

}  // namespace glasscope
