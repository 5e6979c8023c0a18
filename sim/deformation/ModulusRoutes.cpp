#include "sim/deformation/ModulusRoutes.h"

#include <cmath>
#include <functional>
#include <limits>

#include <fmt/format.h>

namespace glasscope::sim {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kAtRest = 0.02;    // of the modulus
constexpr double kErrors = 2;       // standard ones
constexpr double kUncertain = 0.1;  // of the modulus
constexpr double kNothing_GPa = 1;  // what is zero by symmetry or nearly so has no per cent

using NumberOf = std::function<double(const ElasticTensor&)>;

ModulusRow rowOf(const std::string& name, const NumberOf& numberOf,
                 const std::optional<ElasticResponse>& response, const AthermalModuli& strained) {
  ModulusRow row{name,     kUnknown, kUnknown, numberOf(strained.tensor_GPa),
                 kUnknown, kUnknown, kUnknown};
  if (response) {
    row.affine = numberOf(response->affine_GPa);
    row.response = numberOf(response->relaxed_GPa);
  }
  return row;
}

bool isHotKnown(const ModulusRow& row) {
  return std::isfinite(row.hot);
}

double scaleOf(const ModulusRow& row) {
  return std::max(std::abs(std::isfinite(row.response) ? row.response : row.strained),
                  kNothing_GPa);
}

}  // namespace

std::vector<ModulusRow> modulusRows(const std::optional<ElasticResponse>& response,
                                    const AthermalModuli& strained,
                                    const std::optional<FluctuationModuli>& hot) {
  std::vector<ModulusRow> rows;
  const auto add = [&](const std::string& name, const NumberOf& numberOf,
                       const MeanAndError& heated) {
    rows.push_back(rowOf(name, numberOf, response, strained));
    if (!hot) return;
    rows.back().hotAffine = numberOf(hot->affine_GPa);
    rows.back().hot = heated.mean;
    rows.back().hotError = heated.error;
  };
  add("shear", shearModulus, hot ? hot->shear_GPa : MeanAndError());
  add("bulk", bulkModulus, hot ? hot->bulk_GPa : MeanAndError());
  for (int i = 0; i < 6; ++i) {
    for (int j = i; j < 6; ++j) {
      // What stress makes of c_ij - c_ji is no property of the two routes.
      const auto numberOf = [i, j](const ElasticTensor& c) { return 0.5 * (c(i, j) + c(j, i)); };
      add(fmt::format("c{}{}", i + 1, j + 1), numberOf,
          hot ? MeanAndError{numberOf(hot->tensor_GPa), numberOf(hot->error_GPa)} : MeanAndError());
    }
  }
  return rows;
}

RouteVerdict verdictOf(const ModulusRow& row) {
  if (!std::isfinite(row.response) && !isHotKnown(row)) return RouteVerdict::oneRoute;
  if (std::isfinite(row.response) && std::abs(row.response - row.strained) > kAtRest * scaleOf(row))
    return RouteVerdict::restDiffers;
  if (!isHotKnown(row)) return RouteVerdict::agree;
  // A comparison that an unknown error fails, too.
  if (!(row.hotError <= kUncertain * scaleOf(row))) return RouteVerdict::tooUncertain;
  const double change = row.hot - row.response;
  if (std::abs(change) <= kErrors * row.hotError) return RouteVerdict::agree;
  return change < 0 ? RouteVerdict::softer : RouteVerdict::stiffer;
}

std::string verdictText(const ModulusRow& row) {
  const double change_percent = 100 * (row.hot - row.response) / scaleOf(row);
  switch (verdictOf(row)) {
    case RouteVerdict::agree:
      return "agree";
    case RouteVerdict::restDiffers:
      return fmt::format(
          "the two at rest differ by {:.1f} %: no minimum or it yields within the "
          "strain",
          100 * std::abs(row.response - row.strained) / scaleOf(row));
    case RouteVerdict::softer:
      return fmt::format("softer by {:.1f} % with heat", -change_percent);
    case RouteVerdict::stiffer:
      return fmt::format("stiffer by {:.1f} % with heat", change_percent);
    case RouteVerdict::tooUncertain:
      return "with heat too uncertain: take a longer moduli.time_ps";
    case RouteVerdict::oneRoute:
      break;
  }
  return "one route: no analytic second derivatives";
}

std::string modulusCsv(const std::vector<ModulusRow>& rows) {
  std::string text =
      "modulus,affine_GPa,linear_response_GPa,strained_GPa,affine_hot_GPa,fluctuations_GPa,"
      "fluctuations_error_GPa,verdict\n";
  for (const ModulusRow& row : rows) {
    text += fmt::format("{},{:.5f},{:.5f},{:.5f},{:.5f},{:.5f},{:.5f},{}\n", row.name, row.affine,
                        row.response, row.strained, row.hotAffine, row.hot, row.hotError,
                        verdictText(row));
  }
  return text;
}

}  // namespace glasscope::sim
