#pragma once

#include "core/settings/BoundFields.h"
#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// The tables of a case and their keys, bound to it. Everything that reads, writes or describes a
/// case file goes through them.
BoundFields caseTables(Case& c);
BoundFields caseTables(const Case& c);

/// The list that a table stands in as an element with its name, [[scan]] or [[image]]; "" for a
/// table of its own. The scans are haadf (a map) and nanodiffraction (patterns), the image hrtem.
std::string listOf(const BoundField& table);

/// The key of the full name "table.key", or "list.name.key" for one in a list, where the list may
/// be left out. Throws Error(usage) that names the nearest known key, or the unit that is wanted
/// where only that differs.
const BoundField& caseKey(const BoundFields& tables, const std::string& fullName);

/// The table of this name in a list. Throws Error(usage) that names those that there are.
const BoundField& elementOf(const BoundFields& tables, const std::string& list,
                            const std::string& name);

}  // namespace glasscope::pipeline
