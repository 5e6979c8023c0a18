#pragma once

#include <string>
#include <string_view>

namespace glasscope {

/// The text as one gzip member (RFC 1952) without name and time, so that the same text gives the
/// same bytes. Throws Error(internal).
std::string gzip(std::string_view text);

/// The text of a gzip member. Throws Error(input) on bytes that are none, damaged or cut off.
std::string gunzip(std::string_view bytes);

}  // namespace glasscope
