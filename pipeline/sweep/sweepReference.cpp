#include "pipeline/sweep/sweepReference.h"

#include <fmt/format.h>

#include "core/settings/BoundFields.h"
#include "core/settings/TomlText.h"
#include "pipeline/sweep/AxisValues.h"
#include "pipeline/sweep/SweepSettings.h"

namespace glasscope::pipeline {

namespace {

template <class Settings>
std::string tableOf(const std::string& heading, const std::string& about) {
  Settings usual;
  std::string text =
      fmt::format("\n## {}\n\n{}\n\n| key | type | default | limits | |\n|---|---|---|---|---|\n",
                  heading, about);
  for (const BoundField& field : bindFields(usual)) {
    const FieldValue value = field.get();
    text += fmt::format("| `{}` | {} | {} | {} | {} |\n", field.name, typeName(field.type),
                        value.is_null() ? "" : fmt::format("`{}`", tomlText(value)), field.limits(),
                        field.help);
  }
  return text;
}

}  // namespace

std::string sweepReferenceMarkdown() {
  std::string text =
      "# Sweep file\n\nThe tables of a case (`glasscope help case`), or `case = \"file.toml\"` and "
      "tables over it, and these. A file that has neither [sweep] nor [[axis]] is a case.\n";
  text += tableOf<SweepSettings>("[sweep]", "The set as a whole.");
  text +=
      "\n## [[axis]]\n\nOne key of the case (`key`) and its values, by one of `values`, `range`, "
      "`random`, `sobol` and `files`. Axes form a product; those of the same `zip` go together.\n\n"
      "- `key = \"foil.thickness_A\"`: a key of the case; of a scan `scan.NAME.key`\n"
      "- `values = [20, 40]`: as they are listed\n"
      "- `files = \"glasses/*.dump.gz\"`: of `configuration.file`, the files that match\n"
      "- `zip = \"name\"`\n";
  text += tableOf<AxisRange>("range", "Numbers from one to another, both included.");
  text += tableOf<AxisRandom>("random", "Random numbers, by `sweep.seed`.");
  text += tableOf<AxisSobol>("sobol",
                             "Sobol's sequence; the axes of one zip are the dimensions of one.");
  return text;
}

}  // namespace glasscope::pipeline
