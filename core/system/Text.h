#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace glasscope {

std::vector<std::string_view> splitWords(std::string_view line);             ///< at white space
std::vector<std::string_view> split(std::string_view text, char separator);  ///< keeps empty parts
std::string_view trim(std::string_view text);

/// Strict numbers: the whole word must be a finite number. `where` ("file.dump, line 12, column x")
/// goes into the Error(input).
double parseNumber(std::string_view word, std::string_view where);
std::int64_t parseInteger(std::string_view word, std::string_view where);

/// The candidate with the smallest edit distance, or "" when none is near enough to be meant.
std::string nearestName(std::string_view word, const std::vector<std::string>& candidates);

/// 93 -> "1 min 33 s": durations for people.
std::string formatDuration(double seconds);
/// 1536 -> "1.5 KiB".
std::string formatBytes(double bytes);

}  // namespace glasscope
