#include "pipeline/imaging/StudiedScan.h"

#include <utility>

#include "pipeline/imaging/Specimen.h"
#include "pipeline/imaging/TiltScans.h"

namespace glasscope::pipeline {

StudiedScan StudiedScan::of(const Case& c, const ScanCase& scan,
                            const std::vector<Atoms>& snapshots) {
  if (!scan.series.isOverTilts()) {
    std::vector<multislice::Foil> foils = cutFoils(snapshots, c, scan.snapshots);
    multislice::ScanJob job = scanJob(c, scan, foils.front());
    job.thicknesses_A = depthsInOnePass(c, scan, foils.front());
    return {std::move(job), std::move(foils)};
  }
  const TiltScans scans(c, scan, snapshots);
  std::size_t thickest = 0;
  for (std::size_t i = 1; i < scans.size(); ++i) {
    if (scans.series().thickness_A(scans.tilt(i)) >
        scans.series().thickness_A(scans.tilt(thickest)))
      thickest = i;
  }
  std::vector<multislice::Foil> foils = scans.foils(thickest);
  multislice::ScanJob job = scans.job(thickest, foils.front());
  return {std::move(job), std::move(foils)};
}

}  // namespace glasscope::pipeline
