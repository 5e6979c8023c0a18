#pragma once

#include "multislice/optics/Aberrations.h"

namespace glasscope::multislice {

/// The illumination of a scan.
struct ProbeSettings {
  double semiangle_mrad = 25;
  double edge_mrad =
      0;  ///< width over which the aperture falls from 1 to 0 (raised cosine); 0: hard
  Aberrations aberrations;
};

/// `edge_mrad` is left to those who call the library.
void eachField(MaybeConst<ProbeSettings> auto& p, auto&& visit) {
  visit(Field{"semiangle_mrad", "Convergence semiangle of the probe", {0, 200, true}},
        p.semiangle_mrad);
  eachField(p.aberrations, visit);
}

}  // namespace glasscope::multislice
