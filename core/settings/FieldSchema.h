#pragma once

#include "core/settings/BoundFields.h"

namespace glasscope {

/// The JSON schema (draft 2020-12) of an object with these fields: type, help, unit, limits, words
/// and default of each; other names are refused. Editors complete and check files by it.
FieldValue fieldSchema(const BoundFields& fields);

}  // namespace glasscope
