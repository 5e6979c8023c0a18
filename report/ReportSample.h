#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/ReportNumber.h"

namespace glasscope::report {

/// What was made and what was imaged. Everything may be left out.
struct ReportSample {
  struct Species {
    std::string symbol;
    std::int64_t count = 0;
  };
  struct Probe {
    std::string scan;  ///< "haadf"
    double fwhm_A = kUnknown, semiangle_mrad = kUnknown;
    double electrons_per_A2 = 0;  ///< dose of the recorded signal; 0: no shot noise
  };
  /// The piece of the sample that was imaged.
  struct Foil {
    double thickness_A = kUnknown;  ///< along the beam
    double width_A = kUnknown, height_A = kUnknown;
    double temperature_K = kUnknown;  ///< of the snapshots
  };
  struct Imaging {
    double voltage_kV = kUnknown, semiangle_mrad = kUnknown;
    std::vector<Probe> probes;
    int snapshots = 0;                 ///< thermal snapshots averaged over
    std::vector<std::string> signals;  ///< what was imaged, for a sentence: "an HAADF map"
  };

  std::string name;       ///< "Cu64Zr36"
  std::string described;  ///< which structure the numbers are of: "the mean of 16 frames"
  std::int64_t atoms = 0;
  std::vector<Species> composition;
  std::string potential;  ///< identity of the interatomic potential; "" for an imported structure
  double coolingRate_K_per_s = kUnknown;
  Foil foil;
  Imaging imaging;
};

}  // namespace glasscope::report
