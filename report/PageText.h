#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace glasscope::report {

/// Text made safe inside an HTML element or a quoted attribute.
std::string escapeHtml(std::string_view text);

/// JavaScript made safe inside <script>: no "</script" and no "<!--" remains, the meaning does.
std::string escapeScript(std::string_view script);

/// Base64 (RFC 4648, section 4) with padding.
std::string base64(std::span<const std::uint8_t> bytes);

/// The same of numbers as little-endian IEEE float32.
std::string base64Floats(std::span<const double> values);

}  // namespace glasscope::report
