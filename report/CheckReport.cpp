#include "core/system/Error.h"
#include "report/ReportJson.h"

namespace glasscope::report {

namespace {

void sameLength(const std::vector<double>& values, std::size_t length, const std::string& what) {
  GLASSCOPE_ENSURE(values.empty() || values.size() == length,
                   what + " has another length than its axis");
}

void checkScan(const ReportScan& scan) {
  GLASSCOPE_ENSURE(scan.rx > 0 && scan.ry > 0 && scan.qx > 0 && scan.qy > 0, "an empty scan");
  const std::size_t pixels = static_cast<std::size_t>(scan.qx) * static_cast<std::size_t>(scan.qy);
  const std::size_t places = static_cast<std::size_t>(scan.rx) * static_cast<std::size_t>(scan.ry);
  GLASSCOPE_ENSURE(scan.levels.size() == places * pixels, "the levels do not fill the scan");
  GLASSCOPE_ENSURE(scan.mean.empty() || scan.mean.size() == pixels,
                   "the mean pattern has another shape than the patterns");
  GLASSCOPE_ENSURE(scan.qStep_invA > 0, "the diffraction pixel has no size");
}

void checkCurves(const ReportCurves& curves) {
  for (const auto& curve : curves.curves) {
    sameLength(curve.y, curves.x.size(), "the curve " + curve.name);
    sameLength(curve.error, curves.x.size(), "the error of the curve " + curve.name);
  }
}

}  // namespace

void checkReport(const ReportData& data) {
  if (data.thermo) {
    const std::size_t length = data.thermo->time_ps.size();
    sameLength(data.thermo->temperature_K, length, "the temperature");
    sameLength(data.thermo->energy_eV_per_atom, length, "the energy");
    sameLength(data.thermo->volume_A3_per_atom, length, "the volume");
    sameLength(data.thermo->pressure_GPa, length, "the pressure");
  }
  for (const ReportCurves& pairs : data.pairs) checkCurves(pairs);
  for (const ReportHistogram& histogram : data.histograms)
    for (const auto& series : histogram.series)
      GLASSCOPE_ENSURE(series.counts.size() + 1 == histogram.edges.size(),
                       "the histogram of " + histogram.descriptor + " has no edges for its counts");
  for (const ReportCurves& curves : data.curves) checkCurves(curves);
  for (const ReportSection& section : data.sections)
    for (const ReportCurves& curves : section.curves) checkCurves(curves);
  for (const ReportSeries& series : data.series)
    for (const auto& quantity : series.quantities)
      sameLength(quantity.values, series.x.size(), "the series " + quantity.name);
  if (data.descriptorMatrix)
    GLASSCOPE_ENSURE(data.descriptorMatrix->values.size() ==
                         data.descriptorMatrix->names.size() * data.descriptorMatrix->names.size(),
                     "the matrix of descriptors is not square");
  if (data.atoms)
    for (const auto& field : data.atoms->fields)
      GLASSCOPE_ENSURE(field.levels.size() * 3 == data.atoms->position_A.size(),
                       "the field " + field.name + " has another number of atoms");
  if (data.scan) checkScan(*data.scan);
  if (data.film && data.film->ringCorrelation) checkCurves(*data.film->ringCorrelation);
}

}  // namespace glasscope::report
