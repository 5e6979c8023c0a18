#include "pipeline/imaging/TiltScans.h"

#include <fmt/format.h>

#include "multislice/specimen/einsteinMotion.h"
#include "multislice/specimen/foilSeries.h"
#include "multislice/waves/ElectronBeam.h"
#include "pipeline/imaging/Specimen.h"

namespace glasscope::pipeline {

namespace {

/// Half of what a foil has around it: a turned particle need not make its cell larger by a little.
double clearance(const Case& c) {
  return c.foil.vacuum_A / 2;
}

multislice::TiltSettings settingsOf(const Case& c, const ScanCase& scan) {
  multislice::TiltSettings settings = c.tilts;
  settings.angles_deg = scan.series.values;
  return settings;
}

}  // namespace

TiltScans::TiltScans(const Case& c, const ScanCase& scan, const std::vector<Atoms>& snapshots)
    : case_(c),
      scan_(scan),
      still_(multislice::foilsOf(snapshots, c.foil, scan.snapshots)),
      series_(settingsOf(c, scan), still_, clearance(c)),
      job_(scanJob(c, scan, series_.foil(still_[0], {}))),
      origin_A_(job_.scan.origin_A) {
  const multislice::ElectronBeam beam(c.microscope.voltage_kV);
  job_.foci = focalCount(scan, beam);
  // A region is given in the foil at tilt 0; all of the cell is scanned otherwise.
  if (scan.region_A.empty()) {
    origin_A_ -= series_.offset_A({});
  } else {
    job_.scan.origin_A += series_.offset_A({});
  }
}

std::vector<multislice::Foil> TiltScans::foils(std::size_t i) const {
  std::vector<multislice::Foil> tilted;
  for (const multislice::Foil& foil : still_) tilted.push_back(series_.foil(foil, tilt(i)));
  const std::uint64_t draw = tilt(i).nominal_deg == 0 ? 0 : i + 1;
  return multislice::repeated(multislice::einsteinMotions(tilted, case_.einstein, draw),
                              case_.microscope.sliceOffsets);
}

multislice::ScanJob TiltScans::job(std::size_t i, const multislice::Foil& foil) const {
  multislice::ScanJob job = job_;
  job.label =
      fmt::format("{}, tilt {} of {}, {:+.4g} deg", scan_.name, i + 1, size(), tilt(i).nominal_deg);
  job.scan.origin_A += series_.offset_A(tilt(i)) - series_.offset_A({});
  job.scan.periodic = job_.scan.periodic && foil.isPeriodic();
  // Positive is underfocus, a focus deeper in the specimen.
  job.probe.aberrations.defocus_A += series_.axisDepth_A(tilt(i)) - series_.axisDepth_A({});
  return job;
}

void TiltScans::toFrame(Map2& map) const {
  map.origin_A = origin_A_;
  map.periodic = false;
}

Vec2 TiltScans::axisPixel() const {
  return (series_.centre_A() - origin_A_).cwiseQuotient(job_.scan.step_A);
}

}  // namespace glasscope::pipeline
