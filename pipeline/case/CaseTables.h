#pragma once

#include "core/settings/BoundFields.h"
#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// The tables of a case and their keys, bound to it. Everything that reads, writes or describes a
/// case file goes through them.
BoundFields caseTables(Case& c);
BoundFields caseTables(const Case& c);

/// The key of the full name "table.key". Throws Error(usage) that names the nearest known key, or
/// the unit that is wanted where only that differs.
const BoundField& caseKey(const BoundFields& tables, const std::string& fullName);

}  // namespace glasscope::pipeline
