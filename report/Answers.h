#pragma once

#include <vector>

#include "report/ReportData.h"

namespace glasscope::report {

/// One row a question that was asked: descriptors that mean the same (free volume, icosahedra,
/// chemical order, softness, ...) are put together, one that belongs to none is a question of its
/// own. Controls ask nothing. Of each question the row is kept that says most: a visible one with
/// the largest effect, else one that would have been seen, with the smallest effect that would,
/// else the nearest to it. Questions come in the order of the list, then of the table. Rows without
/// a verdict give no answer.
std::vector<ReportAnswer> answersOf(const ReportAssociations& table);

}  // namespace glasscope::report
