#pragma once

#include <string>
#include <vector>

#include "core/settings/Fields.h"

namespace glasscope::compare {

/// Under which conditions detectability is asked for; an empty list takes what the case has.
struct DetectSettings {
  int replicas = 5;                    ///< glasses of other seeds, or as many `samples`
  std::vector<std::string> samples;    ///< files of independent configurations instead
  std::vector<double> thicknesses_A;   ///< of the foil
  std::vector<double> probes_fwhm_A;   ///< of every scan: semiangle 0.5145 wavelength / fwhm
  std::vector<double> defoci_A;        ///< of every scan
  std::vector<double> doses_e_per_A2;  ///< beside the clean signals
};

void eachField(MaybeConst<DetectSettings> auto& d, auto&& visit) {
  visit(Field{"replicas",
              "Independent glasses, of other seeds; five and more give intervals over them",
              {1, 1000}},
        d.replicas);
  visit(Field{"samples", "Files of independent configurations instead"}, d.samples);
  visit(Field{"thicknesses_A", "Thicknesses of the foil; empty: that of the case", kNotNegative},
        d.thicknesses_A);
  visit(Field{"probes_fwhm_A",
              "Widths of the probe of every scan in vacuum; empty: the semiangles of the case",
              kPositive},
        d.probes_fwhm_A);
  visit(Field{"defoci_A", "Defoci of every scan; empty: those of the case"}, d.defoci_A);
  visit(Field{"doses_e_per_A2", "Doses, beside the clean signals", kPositive}, d.doses_e_per_A2);
}

}  // namespace glasscope::compare
