#include "pipeline/case/ElementNames.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "pipeline/case/CaseTables.h"

namespace glasscope::pipeline {

namespace {

constexpr std::size_t kLongest = 64;  // far from what file systems allow for a name (255)

bool isPlain(const std::string& name) {
  constexpr const char* kLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  return !name.empty() && name.size() <= kLongest &&
         name.find_first_not_of(kLetters) == std::string::npos;
}

// What would be meant by NAME.key, or would do its work under that name.
bool isReserved(const std::string& name) {
  if (name == "report" || std::find(kLists.begin(), kLists.end(), name) != kLists.end())
    return true;
  const Case usual;
  const BoundFields tables = caseTables(usual);
  const BoundField* table = findField(tables, name);
  return table && listOf(*table).empty();
}

template <class Elements>
bool has(const Elements& elements, const std::string& name) {
  return std::any_of(elements.begin(), elements.end(),
                     [&](const auto& element) { return element.name == name; });
}

}  // namespace

void refuseName(const Case& c, const std::string& list, const std::string& name) {
  const auto refuse = [&](const std::string& why, const std::string& remedy) {
    throw Error(ErrorKind::usage, fmt::format("No {} can be called \"{}\"", list, name), why,
                remedy);
  };
  if (!isPlain(name))
    refuse("its name is that of a folder, and stands in keys",
           fmt::format("take up to {} letters, digits, _ and -", kLongest));
  if (isReserved(name)) refuse("a table of the case or a stage has that name", "take another");
  if (list == "step" && name.find('-') != std::string::npos)
    refuse("LAMMPS, in which a step has that name, knows none with a -", "write _ instead");
  if (has(c.scans, name) || has(c.images, name) || has(c.meltQuench.steps, name))
    refuse("another scan, image or step has that name", "give each a name of its own");
}

}  // namespace glasscope::pipeline
