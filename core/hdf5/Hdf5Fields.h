#pragma once

#include "core/hdf5/Hdf5.h"
#include "core/settings/BoundFields.h"

namespace glasscope {

/// Writes the fields of a struct as attributes of a group, a table as a group of its own with the
/// name of the field, an element of a list of tables as name/0000, name/0001, ... What is absent
/// (optional) is left out.
void writeFields(Hdf5& group, const BoundFields& fields);

/// Sets the fields from such a group. What the group does not have stays as it is, so that a file
/// of an earlier version can be read. Whole numbers are exact to 2^53. Throws Error(usage) for a
/// value that a field may not have, Error(input) for one that cannot be read.
void readFields(const Hdf5& group, const BoundFields& fields);

}  // namespace glasscope
