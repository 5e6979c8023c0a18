#include "pipeline/imaging/Specimen.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/formats/H5md.h"
#include "core/system/Error.h"
#include "core/system/Log.h"
#include "multislice/convergence/enoughSnapshots.h"
#include "multislice/optics/FocalSpread.h"
#include "multislice/specimen/einsteinMotion.h"
#include "multislice/specimen/foilSeries.h"
#include "pipeline/case/SeriesMember.h"

namespace glasscope::pipeline {

Structure readStructure(const std::filesystem::path& file) {
  Structure structure;
  for (H5mdTrajectory& trajectory : readH5md(file)) {
    if (trajectory.group == Structure::kSnapshots) {
      structure.snapshots = std::move(trajectory.frames);
    } else if (trajectory.group == Structure::kReference) {
      structure.reference = std::move(trajectory.frames.front());
    }
  }
  // Results carry the name of what they were made from, not the folder where that lies.
  for (Atoms& frame : structure.snapshots) frame.source = file.filename().string();
  structure.reference.source = file.filename().string();
  if (structure.snapshots.empty() || structure.reference.size() == 0) {
    throw Error(ErrorKind::input, "Cannot use '" + file.string() + "'",
                "it lacks the groups 'snapshots' or 'reference'",
                "delete it and run again, or give it as a configuration of a new run");
  }
  return structure;
}

std::vector<multislice::Foil> cutFoils(const std::vector<Atoms>& snapshots, const Case& c,
                                       int count) {
  return multislice::repeated(
      multislice::einsteinMotions(multislice::foilsOf(snapshots, c.foil, count), c.einstein, 0),
      c.microscope.sliceOffsets);
}

std::vector<multislice::Foil> foilsOfScan(const std::vector<Atoms>& snapshots, const Case& c,
                                          const ScanCase& scan) {
  if (scan.standardError_percent == 0) return cutFoils(snapshots, c, scan.snapshots);
  const std::vector<multislice::Foil> all = cutFoils(snapshots, c, 0);
  const multislice::ScanJob job = scanJob(c, scan, all.front());
  const multislice::SnapshotSpread spread =
      multislice::enoughSnapshots(job, all, scan.standardError_percent / 100);
  const std::size_t count =
      std::clamp<std::size_t>(static_cast<std::size_t>(spread.needed), 2, all.size());
  const std::string facts =
      fmt::format("{}: a standard error of {:g} % takes about {} thermal configurations", job.label,
                  scan.standardError_percent, spread.needed);
  if (static_cast<std::size_t>(spread.needed) > all.size()) {
    logWarning(fmt::format("{}, and there are {}: all of them are taken", facts, all.size()));
  } else {
    logInfo(fmt::format("{} of {}", facts, all.size()));
  }
  return multislice::evenly(all, count);
}

namespace {

multislice::ScanGrid regionGrid(const ScanCase& scan) {
  const Vec2 corner(scan.region_A[0], scan.region_A[1]), size(scan.region_A[2], scan.region_A[3]);
  return multislice::ScanGrid::over(corner, size, scan.nx, scan.ny, scan.step_A, scan.rotation_deg);
}

multislice::ScanGrid lineGrid(const ScanCase& scan) {
  const Vec2 from(scan.from_A[0], scan.from_A[1]), to(scan.to_A[0], scan.to_A[1]);
  return scan.nx > 0 ? multislice::ScanGrid::line(from, to, scan.nx)
                     : multislice::ScanGrid::line(from, to, scan.step_A);
}

multislice::ScanGrid listGrid(const ScanCase& scan) {
  std::vector<Vec2> positions;
  for (std::size_t i = 0; i + 1 < scan.list_A.size(); i += 2) {
    positions.emplace_back(scan.list_A[i], scan.list_A[i + 1]);
  }
  return multislice::ScanGrid::list(std::move(positions));
}

multislice::ScanGrid scanGrid(const ScanCase& scan, const multislice::Foil& foil) {
  if (scan.kind == ScanKind::line) return lineGrid(scan);
  if (scan.kind == ScanKind::list) return listGrid(scan);
  if (!scan.region_A.empty()) return regionGrid(scan);
  return scan.nx > 0 ? multislice::ScanGrid::covering(foil, scan.nx, scan.ny)
                     : multislice::ScanGrid::covering(foil, scan.step_A);
}

}  // namespace

multislice::ScanJob scanJob(const Case& c, const ScanCase& scan, const multislice::Foil& foil) {
  multislice::ScanJob job;
  job.label = scan.name;
  job.microscope = c.microscope;
  job.probe = scan.probe;
  job.potential_memory_GB = c.potentialMemory_GB;
  job.scan = scanGrid(scan, foil);
  job.scan.requireInside(foil);
  if (scan.recordsPatterns())
    job.pixelated = scan.pixelated;
  else
    job.annular = {scan.annular};
  job.detectors = scan.detectors;
  const multislice::ElectronBeam beam(c.microscope.voltage_kV);
  job.foci = focalCount(scan, beam);
  if (variesAberrations(scan.series))
    job.foci *= static_cast<int>(1 + otherValues(c, scan.name, scan.series).size());
  return job;
}

std::vector<double> depthsInOnePass(const Case& c, const ScanCase& scan,
                                    const multislice::Foil& foil) {
  if (!scan.series.isOverThickness() || scan.recordsPatterns()) return {};
  return multislice::depthsOf(scan.series.values, foil, c.foil);
}

multislice::HrtemJob hrtemJob(const Case& c, const ImageCase& image) {
  multislice::HrtemJob job;
  job.label = image.name;
  job.microscope = c.microscope;
  job.imaging = image.imaging;
  job.pattern = image.pattern;
  return job;
}

multislice::HrtemJob hrtemJobOfDefoci(const Case& c, const ImageCase& image) {
  multislice::HrtemJob job = hrtemJob(c, image);
  job.imaging.defoci_A = {image.imaging.aberrations.defocus_A};
  if (image.series.isOverDefocus())
    job.imaging.defoci_A.insert(job.imaging.defoci_A.end(), image.series.values.begin(),
                                image.series.values.end());
  return job;
}

int focalCount(const ScanCase& scan, const multislice::ElectronBeam& beam) {
  if (scan.focalSpread_A == 0) return 1;
  if (scan.focalNodes > 0) return scan.focalNodes;
  return multislice::focalNodesFor(scan.focalSpread_A,
                                   beam.frequency_invA(scan.probe.semiangle_mrad),
                                   beam.wavelength_A())
      .count;
}

}  // namespace glasscope::pipeline
