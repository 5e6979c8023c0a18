#include "compare/film/DepthImage.h"

#include <algorithm>

#include "compare/truth/IncoherentImage.h"

namespace glasscope::compare {

Map2 filmDepthImage(const MeasuredFilm& film, const FilmSettings& settings, double defocus_A) {
  Atoms atoms = film.atoms;
  double low = HUGE_VAL, high = -HUGE_VAL, mean = 0;
  for (const Vec3& r : atoms.positions) {
    low = std::min(low, r.z());
    high = std::max(high, r.z());
    mean += r.z() / static_cast<double>(atoms.size());
  }
  for (Vec3& r : atoms.positions) r.z() -= low;
  const double thickness_A = std::max(high - low, 1.0);  // of a single layer, too
  const Map2& map = film.measured;
  atoms.box = Box::orthogonal({map.nx() * map.pixel_A.x(), map.ny() * map.pixel_A.y(), thickness_A},
                              Vec3::Zero(), {false, false, false});
  multislice::ProbeSettings probe;
  probe.semiangle_mrad = settings.semiangle_mrad;
  probe.aberrations.defocus_A = mean - low + defocus_A;
  const TruthMap truth(
      MapGrid::of(map),
      DepthKernel::vacuumProbe(probe, multislice::ElectronBeam(settings.voltage_kV), thickness_A));
  return incoherentImage(truth, atoms);
}

}  // namespace glasscope::compare
