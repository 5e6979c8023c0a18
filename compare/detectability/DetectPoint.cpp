#include "compare/detectability/DetectPoint.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace glasscope::compare {

namespace {

std::string doseText(double dose_e_per_A2) {
  return std::isinf(dose_e_per_A2) ? "without noise only"
                                   : fmt::format("from {:.3g} e/A^2 on", dose_e_per_A2);
}

std::string optics(const DetectCondition& c) {
  const std::string thickness =
      c.thickness_A > 0 ? fmt::format("{:.3g} A thick", c.thickness_A) : "the whole sample";
  return fmt::format("{}, probe {:.3g} nm, defocus {:.3g} A", thickness, 0.1 * c.probe_fwhm_A,
                     c.defocus_A);
}

// A series of doses under one set of optics.
using Optics = std::tuple<double, double, double>;
using Series = std::map<Optics, std::vector<const DetectPoint*>>;

// The lowest dose from which on the pair is visible at every dose; NaN where it never is.
double lowestDose(std::vector<const DetectPoint*> series) {
  std::sort(series.begin(), series.end(), [](const DetectPoint* a, const DetectPoint* b) {
    return a->condition.dose_e_per_A2 > b->condition.dose_e_per_A2;
  });
  double lowest = std::nan("");
  for (const DetectPoint* point : series) {
    if (!point->found.visible) break;
    lowest = point->condition.dose_e_per_A2;
  }
  return lowest;
}

std::string sentence(const std::string& descriptor, const std::string& signal,
                     const Series& series) {
  std::string seen;
  const DetectPoint* keenest = nullptr;  // the condition that would have claimed the least
  for (const auto& [place, points] : series) {
    for (const DetectPoint* point : points) {
      if (keenest == nullptr || point->found.smallestAuc < keenest->found.smallestAuc) {
        keenest = point;
      }
    }
    const double lowest = lowestDose(points);
    if (std::isnan(lowest)) continue;
    const auto at = std::find_if(points.begin(), points.end(), [&](const DetectPoint* point) {
      return point->condition.dose_e_per_A2 == lowest;
    });
    const MeanInterval& auc = (*at)->found.auc;
    seen += fmt::format("{} {} ({}): AUC {:.2f}, {:.2f} to {:.2f}, {}", seen.empty() ? "" : ";",
                        doseText(lowest), optics((*at)->condition), auc.mean, auc.low, auc.high,
                        sourceOf(auc));
  }
  if (!seen.empty()) return fmt::format("{} is visible in {}:{}", descriptor, signal, seen);
  return fmt::format("{} is not visible in {}: an AUC of {:.2f} or more would have been ({})",
                     descriptor, signal, keenest->found.smallestAuc, optics(keenest->condition));
}

}  // namespace

std::string detectTable(const std::vector<DetectPoint>& points) {
  std::string text =
      "thickness_A,probe_fwhm_A,defocus_A,dose_e_per_A2,descriptor,signal,top_fraction,auc,auc_low,"
      "auc_high,average_precision,average_precision_low,average_precision_high,chance_precision,"
      "samples,interval_from_replicas,p,p_family,visible,smallest_auc\n";
  for (const DetectPoint& point : points) {
    const DetectCondition& c = point.condition;
    const Detectability& d = point.found;
    text += fmt::format(
        "{:g},{:.4g},{:g},{:g},{},{},{:g},{:.5f},{:.5f},{:.5f},{:.5f},{:.5f},{:.5f},"
        "{:.5f},{},{},{:.5g},{:.5g},{},{:.5f}\n",
        c.thickness_A, c.probe_fwhm_A, c.defocus_A, c.dose_e_per_A2, d.descriptor, d.signal,
        d.topFraction, d.auc.mean, d.auc.low, d.auc.high, d.averagePrecision.mean,
        d.averagePrecision.low, d.averagePrecision.high, d.chancePrecision, d.auc.samples,
        d.auc.fromReplicas ? 1 : 0, d.p, d.pFamily, d.visible ? 1 : 0, d.smallestAuc);
  }
  return text;
}

std::vector<std::string> detectSentences(const std::vector<DetectPoint>& points) {
  double fraction = 0;
  for (const DetectPoint& point : points) fraction = std::max(fraction, point.found.topFraction);
  std::map<std::pair<std::string, std::string>, Series> pairs;
  for (const DetectPoint& point : points) {
    if (point.found.topFraction != fraction) continue;
    const DetectCondition& c = point.condition;
    pairs[{point.found.descriptor, point.found.signal}]
         [{c.thickness_A, c.probe_fwhm_A, c.defocus_A}]
             .push_back(&point);
  }
  std::vector<std::string> sentences;
  for (const auto& [names, series] : pairs) {
    sentences.push_back(sentence(names.first, names.second, series));
  }
  return sentences;
}

}  // namespace glasscope::compare
