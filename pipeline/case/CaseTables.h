#pragma once

#include <array>
#include <string>

#include "core/settings/BoundFields.h"
#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// The tables of a case and their keys, bound to it: they live until its lists change, or what one
/// of its scans records or of its steps does. Everything that reads, writes or describes a case
/// file goes through them.
BoundFields caseTables(Case& c);
BoundFields caseTables(const Case& c);

/// The list that a table stands in as an element with its name, [[scan]], [[image]] or [[step]]; ""
/// for a table of its own.
std::string listOf(const BoundField& table);

/// The lists that there are.
inline constexpr std::array kLists = {"scan", "image", "step"};

/// The key of the full name "table.key", or "list.name.key" for one in a list, where the list may
/// be left out. Throws Error(usage) that names the nearest known key, the unit that is wanted where
/// only that differs, the elements that a list has, or what a key of an earlier version is now.
const BoundField& caseKey(const BoundFields& tables, const std::string& fullName);

}  // namespace glasscope::pipeline
