#include "core/system/Error.h"
#include "report/ReportJson.h"

namespace glasscope::report {

namespace {

void sameLength(const std::vector<double>& values, std::size_t length, const std::string& what) {
  GLASSCOPE_ENSURE(values.empty() || values.size() == length,
                   what + " has another length than its axis");
}

void checkScan(const ReportScan& scan) {
  const auto& positions = scan.positions;
  const auto& pattern = scan.pattern;
  GLASSCOPE_ENSURE(positions.nx > 0 && positions.ny > 0 && pattern.nx > 0 && pattern.ny > 0,
                   "an empty scan");
  const auto pixels = static_cast<std::size_t>(pattern.nx) * static_cast<std::size_t>(pattern.ny);
  const auto places =
      static_cast<std::size_t>(positions.nx) * static_cast<std::size_t>(positions.ny);
  GLASSCOPE_ENSURE(scan.levels.size() == places * pixels, "the levels do not fill the scan");
  GLASSCOPE_ENSURE(pattern.mean.empty() || pattern.mean.size() == pixels,
                   "the mean pattern has another shape than the patterns");
  GLASSCOPE_ENSURE(pattern.step_invA > 0, "the diffraction pixel has no size");
}

void checkCurves(const ReportCurves& curves) {
  for (const auto& curve : curves.curves) {
    sameLength(curve.y, curves.x.size(), "the curve " + curve.name);
    sameLength(curve.error, curves.x.size(), "the error of the curve " + curve.name);
  }
}

void checkThermo(const ReportThermo& thermo) {
  const std::size_t length = thermo.time_ps.size();
  sameLength(thermo.temperature_K, length, "the temperature");
  sameLength(thermo.energy_eV_per_atom, length, "the energy");
  sameLength(thermo.volume_A3_per_atom, length, "the volume");
  sameLength(thermo.pressure_GPa, length, "the pressure");
}

void checkStructure(const ReportStructure& structure) {
  if (structure.thermo) checkThermo(*structure.thermo);
  for (const ReportCurves& pairs : structure.pairs) checkCurves(pairs);
  for (const ReportHistogram& histogram : structure.histograms)
    for (const auto& series : histogram.series)
      GLASSCOPE_ENSURE(series.counts.size() + 1 == histogram.edges.size(),
                       "the histogram of " + histogram.descriptor + " has no edges for its counts");
  for (const ReportCurves& curves : structure.curves) checkCurves(curves);
  for (const ReportSeries& series : structure.series)
    for (const auto& quantity : series.quantities)
      sameLength(quantity.values, series.x.size(), "the series " + quantity.name);
  if (const auto& matrix = structure.descriptorMatrix)
    GLASSCOPE_ENSURE(matrix->values.size() == matrix->names.size() * matrix->names.size(),
                     "the matrix of descriptors is not square");
  if (const auto& atoms = structure.atoms)
    for (const auto& field : atoms->fields)
      GLASSCOPE_ENSURE(field.levels.size() * 3 == atoms->position_A.size(),
                       "the field " + field.name + " has another number of atoms");
}

}  // namespace

void checkReport(const ReportData& data) {
  checkStructure(data.structure);
  for (const ReportSection& section : data.signals.sections) {
    for (const ReportCurves& curves : section.curves) checkCurves(curves);
    if (!section.table) continue;
    for (const auto& row : section.table->rows)
      GLASSCOPE_ENSURE(row.values.size() + 1 == section.table->columns.size(),
                       "the row " + row.name + " has another number of columns than its table");
  }
  if (data.signals.scan) checkScan(*data.signals.scan);
  if (data.film && data.film->ringCorrelation) checkCurves(*data.film->ringCorrelation);
}

}  // namespace glasscope::report
