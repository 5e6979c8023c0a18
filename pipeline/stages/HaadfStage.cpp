#include <fmt/format.h>

#include "core/formats/Emd.h"
#include "core/formats/MapSeries.h"
#include "core/system/Mpi.h"
#include "pipeline/imaging/ScanSeries.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

std::string runHaadfStage(const Case& c, const RunDirectory& run, const std::string& hash) {
  const Structure structure = readStructure(run.structure());
  std::vector<multislice::Foil> foils = foilsOfScan(structure.snapshots, c, c.haadf, haadfJob);
  const multislice::ScanJob job = haadfJob(c, foils.front());
  ScanSeries scans(c, c.haadf, job, std::move(foils), {"foil", "thermal", "microscope", "haadf"});
  // A map has no rows on disk of its own: they are kept beside it, so that a killed scan goes on,
  // and removed when the maps are written.
  const double defocus_A = c.haadf.probe.aberrations.defocus_A;
  ScanImages images = scans.image(defocus_A, run.path("signals/.haadf_rows"), hash);
  scans.finish(images.maps);
  std::vector<std::vector<Map2>> series;
  for (const double wanted_A : c.haadf.defoci_A) {
    if (wanted_A == defocus_A) {
      series.push_back(images.maps);
      continue;
    }
    const std::string name = fmt::format("focus_{}", series.size());
    series.push_back(scans
                         .image(wanted_A, run.path(fmt::format("signals/.haadf_{}", name)),
                                fmt::format("{}_{}", hash, name))
                         .maps);
    scans.finish(series.back());
  }
  if (Mpi::isRoot()) {
    EmdMetadata about = scans.metadata();
    if (!series.empty()) {
      writeEmdSeries(run.haadfFocalSeries(), seriesOf(series, "defocus", "A", c.haadf.defoci_A),
                     about);
    }
    about["window"] = images.window;
    writeEmdMaps(run.haadf(), images.maps, about);
  }
  scans.removeRows();
  return images.facts;
}

}  // namespace glasscope::pipeline
