#include "core/system/Error.h"

#include <utility>

#include <fmt/format.h>

#include "core/system/Printable.h"

namespace glasscope {

namespace {

bool endsASentence(const std::string& text) {
  return !text.empty() && (text.back() == '.' || text.back() == '?' || text.back() == '!');
}

// A part may quote what a file has in place of a word, of any length: its middle is left out.
std::string shortened(const std::string& part) {
  constexpr std::size_t kMost = 2000, kEnd = 200;
  if (part.size() <= kMost) return part;
  return part.substr(0, kMost - kEnd) + " ... " + part.substr(part.size() - kEnd);
}

std::string join(const std::string& problem, const std::string& why, const std::string& remedy) {
  std::string text = shortened(problem);
  if (!why.empty()) text += ": " + shortened(why);
  if (!endsASentence(text)) text += '.';
  if (remedy.empty()) return text;
  return text + " What to do: " + shortened(remedy) + (endsASentence(remedy) ? "" : ".");
}

}  // namespace

Error::Error(ErrorKind kind, std::string problem, std::string why, std::string remedy)
    : std::runtime_error(printable(join(problem, why, remedy))),
      kind_(kind),
      problem_(std::move(problem)),
      why_(std::move(why)),
      remedy_(std::move(remedy)) {}

void failContract(const char* condition, const std::string& explanation, const char* file,
                  int line) {
  throw Error(ErrorKind::internal, fmt::format("Internal check failed at {}:{}", file, line),
              fmt::format("{} ({})", explanation, condition),
              "this is a defect of Glasscope; please report it with the case file");
}

}  // namespace glasscope
