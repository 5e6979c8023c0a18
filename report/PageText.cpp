#include "report/PageText.h"

#include <bit>
#include <vector>

namespace glasscope::report {

namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool startsWithIgnoringCase(std::string_view text, std::string_view lowerPrefix) {
  if (text.size() < lowerPrefix.size()) return false;
  for (std::size_t i = 0; i < lowerPrefix.size(); ++i) {
    const char c = text[i];
    const char lower = (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower != lowerPrefix[i]) return false;
  }
  return true;
}

}  // namespace

std::string escapeHtml(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string escapeScript(std::string_view script) {
  std::string safe;
  safe.reserve(script.size());
  for (std::size_t i = 0; i < script.size(); ++i) {
    const std::string_view rest = script.substr(i);
    // In strings, templates and regular expressions, the only places where these can stand in
    // working code, a backslash before "/" or "!" changes nothing.
    if (script[i] == '<' && (startsWithIgnoringCase(rest, "</script") || rest.starts_with("<!--")))
      safe += "<\\";
    else
      safe += script[i];
  }
  return safe;
}

std::string base64(std::span<const std::uint8_t> bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    const std::uint32_t word = (std::uint32_t{bytes[i]} << 16) |
                               (left > 1 ? std::uint32_t{bytes[i + 1]} << 8 : 0u) |
                               (left > 2 ? std::uint32_t{bytes[i + 2]} : 0u);
    text += kAlphabet[(word >> 18) & 63];
    text += kAlphabet[(word >> 12) & 63];
    text += left > 1 ? kAlphabet[(word >> 6) & 63] : '=';
    text += left > 2 ? kAlphabet[word & 63] : '=';
  }
  return text;
}

std::string base64Floats(std::span<const double> values) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(values.size() * 4);
  for (const double value : values) {
    const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(value));
    for (int shift = 0; shift < 32; shift += 8)
      bytes.push_back(static_cast<std::uint8_t>((bits >> shift) & 0xFFu));
  }
  return base64(bytes);
}

}  // namespace glasscope::report
