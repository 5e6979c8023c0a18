#pragma once

#include <span>
#include <string>
#include <vector>

#include "multislice/convergence/atomSampling.h"
#include "multislice/instrument/ScanJob.h"

namespace glasscope::multislice {

/// What the settings of a scan usually leave of a signal, relative to it, root mean square over
/// positions: rules of thumb, not measured on the specimen.
struct TypicalError {
  std::string signal;
  double sampling = 0, slices = 0;
};

/// Of every annulus, ring (SignalWatch) and further detector of a scan of a foil over so many
/// configurations, whose sampling leaves `atom` of a single atom (atomSampling). `job` is settled.
///
/// The rules hold on two glasses (Cu64Zr36, 4,000 atoms, 40 angstrom, 200 kV; annuli of 60 to 100
/// mrad, rings to 40 mrad with probes of 3 and 4 mrad), each setting against finer ones at six to
/// eight positions, mostly from above:
///
///  - sampling: 7 % of (middle of the annulus / carried angle)^3, half a per cent at least outside
///    the disc, or what the single atom shows. Annuli: measured 1.2 and 1.9 % where the rule says
///    2.5 and 1.8; rings from the disc to 40 mrad: 0.3 to 4.0 % where it says 0.5 to 4.3;
///  - slices of d: 1.8 % d / 2 angstrom, less in proportion to angle^2 / wavelength below 37 mrad
///    at 200 kV, because a slice moves atoms along the beam and the phase of that grows so; over n
///    configurations whose slices begin at other heights by the square root of n less.
///
/// What a window leaves is known after the scan: about 1.3 times the intensity that reaches its
/// edge (windowError).
std::vector<TypicalError> typicalErrors(const ScanJob& job, const Foil& foil, int configurations,
                                        std::span<const AtomSampling> atom);

/// What a window leaves usually, of the largest fraction of a probe that reaches its edge: 1.1 %
/// was measured with 0.89 %.
double windowError(double edgeIntensity);

/// "haadf 3.6 % (sampling 1.8, slices 1.8)", the worst of the signals.
std::string worstText(std::span<const TypicalError> errors);

}  // namespace glasscope::multislice
