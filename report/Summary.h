#pragma once

#include <string>
#include <vector>

#include "report/ReportData.h"

namespace glasscope::report {

/// One paragraph made of the numbers: what the sample is, what was imaged, and the strongest
/// significant association, or that there is none.
std::string summarize(const ReportData& data);

/// The cards at the head of the page: only what is known.
std::vector<ReportNumber> headlineNumbers(const ReportData& data);

/// The row with the largest |r| among those with q below the threshold; nullptr when there is none.
const AssociationRow* strongestAssociation(const ReportAssociations& associations);

/// Which model comes nearer to the measured map, by how much, and in which measures it does not.
std::string filmVerdict(const ReportFilm& film);

}  // namespace glasscope::report
