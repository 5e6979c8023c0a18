#include "multislice/scan/potentialCost.h"

#include "multislice/instrument/ProbeWindows.h"
#include "multislice/potentials/RegionBuilder.h"
#include "multislice/tiles/ScanLayout.h"

namespace glasscope::multislice {

double potentialCost_ns(const ScanJob& job, const Foil& foil, int snapshots,
                        const Calibration& speed) {
  const ScanLayout layout(job, foil, snapshots);
  const double slices = sliceStackOf(job, foil, 0, snapshots).count();
  const double area = foil.extent_A().x() * foil.extent_A().y();
  const double finer = job.microscope.potentialOversampling;
  const auto once = [&](const PixelRegion& region) {
    const Grid lattice = ProbeWindows(job, foil).lattice();
    const double pixels = RegionBuilder::computedPixels(lattice, region);
    const double atoms =
        static_cast<double>(foil.size()) * pixels * lattice.dx_A() * lattice.dy_A() / area;
    return atoms * speed.potential_ns_per_atom +
           slices * pixels * finer * finer *
               (speed.potential_ns_per_pixel * static_cast<double>(foil.species().size()) +
                speed.slice_ns_per_pixel);
  };
  if (layout.kept()) return snapshots * once(layout.covered());
  const double tiles =
      static_cast<double>(layout.bands()) * static_cast<double>(layout.tilesOfBand(0).size());
  return snapshots * tiles * once(layout.largest());
}

}  // namespace glasscope::multislice
