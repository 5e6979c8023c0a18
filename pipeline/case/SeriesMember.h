#pragma once

#include <string>
#include <vector>

#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// The value that the case itself has of the setting that a series varies; 0 for tilts.
double ownValue(const Case& c, const std::string& element, const SeriesCase& series);

/// The case of one member of the series of a scan or image (`element`, its name): the same with the
/// setting at that value, and without the series. Not for tilts. Throws Error(usage) for a value
/// that cannot be.
Case memberOf(const Case& c, const std::string& element, const SeriesCase& series, double value);

/// The values that are not the case's own, in their order: what a series adds to the scan itself.
std::vector<double> otherValues(const Case& c, const std::string& element,
                                const SeriesCase& series);

/// True where the clean signal is a series: over neither tilts, which are a kind of their own, nor
/// the record.
bool hasMembers(const SeriesCase& series);

/// True where the key is one of the scan or image itself: its members share the foil.
bool isOfElement(const SeriesCase& series);

/// True where the members differ by aberrations of the probe (the defocus among them) alone: one
/// scattering matrix serves all of them.
bool variesAberrations(const SeriesCase& series);

/// Name and unit of the axis of its stack: "defocus" and "A".
std::string axisName(const SeriesCase& series);
std::string axisUnit(const SeriesCase& series);

/// What the names of a member's own files begin with: "defocus_0_-100A".
std::string memberName(const SeriesCase& series, std::size_t index, double value);

/// Throws Error(usage) for a series that cannot be, and names it: an unknown setting, one that is
/// no number or does not belong to a series, no values, a value out of range.
void checkSeries(const Case& c);

}  // namespace glasscope::pipeline
