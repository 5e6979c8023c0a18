#include "report/PlotlyScript.h"

#include <cstdlib>
#include <system_error>

#include "core/system/Error.h"
#include "core/system/Files.h"

namespace glasscope::report {

namespace {

constexpr const char* kRemedy =
    "install Debian's python3-plotly, or set GLASSCOPE_PLOTLY_JS to a plotly.js or plotly.min.js";

}  // namespace

std::filesystem::path plotlyPath() {
  const char* override = std::getenv("GLASSCOPE_PLOTLY_JS");
  return override != nullptr && *override != '\0' ? override : GLASSCOPE_PLOTLY_JS;
}

std::string plotlyScript() {
  const std::filesystem::path path = plotlyPath();
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored))
    throw Error(ErrorKind::environment, "the report cannot be drawn",
                "plotly.js is not at " + path.string(), kRemedy);
  std::string script = readFile(path);
  // Both forms carry their licence with the name in the first lines.
  if (script.substr(0, 400).find("plotly.js") == std::string::npos)
    throw Error(ErrorKind::environment, "the report cannot be drawn",
                path.string() + " does not begin like plotly.js", kRemedy);
  return script;
}

std::string plotlyLicence(const std::string& script) {
  std::string text;
  for (const char c : script.substr(0, script.find("*/"))) {
    const bool isBlank = c == '*' || c == '/' || c == '\n' || c == '\r' || c == ' ' || c == '-';
    if (!isBlank)
      text += c;
    else if (!text.empty() && text.back() != ' ')
      text += c == '-' ? '-' : ' ';
  }
  return text;
}

}  // namespace glasscope::report
