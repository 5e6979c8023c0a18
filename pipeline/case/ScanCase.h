#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/maps/DatacubeStorage.h"
#include "core/settings/Fields.h"
#include "core/settings/Words.h"
#include "multislice/detectors/AnnularDetector.h"
#include "multislice/detectors/DetectorSettings.h"
#include "multislice/detectors/PixelatedDetector.h"
#include "multislice/optics/ProbeSettings.h"
#include "multislice/recording/SourceSize.h"
#include "pipeline/case/SeriesCase.h"

namespace glasscope::pipeline {

/// Where the probe stands.
enum class ScanKind {
  raster,
  line,  ///< from one position to another
  list   ///< of positions
};
constexpr auto wordsOf(ScanKind) {
  return std::array{Word{ScanKind::raster, "raster"}, Word{ScanKind::line, "line"},
                    Word{ScanKind::list, "list"}};
}

/// What a scan keeps of each position, beside what its further detectors count.
enum class ScanRecord {
  map,      ///< what an annular detector counts
  patterns  ///< a diffraction pattern: a 4-D scan
};
constexpr auto wordsOf(ScanRecord) {
  return std::array{Word{ScanRecord::map, "map"}, Word{ScanRecord::patterns, "patterns"}};
}

/// One scan of a focused probe: an element of the list [[scan]]. Scans of the same settings are
/// alike to the bit, whatever their names.
struct ScanCase {
  std::string name;  ///< of its folder and of its map; no key, because it is how keys are found
  bool enabled = true;
  ScanRecord records = ScanRecord::map;
  multislice::AnnularDetector annular;      ///< of a map; its name follows the scan's
  multislice::PixelatedDetector pixelated;  ///< of patterns, and what follows
  NumberType dtype = NumberType::float32;   ///< on disk
  double fullScale = 0;                     ///< of 16 bits, fraction of the beam; 0: from the probe
  int compression = 1;
  multislice::ProbeSettings probe;
  double probeFwhm_A = 0;  ///< width of the probe, which gives its semiangle; 0: the semiangle's
  int nx = 0, ny = 0;      ///< positions over the periodic foil; 0: from `step_A`
  double step_A = 1;
  std::vector<double> region_A;  ///< x0, y0, width, height in the foil; empty: all of it
  ScanKind kind = ScanKind::raster;
  double rotation_deg = 0;           ///< of a raster, about the middle of its region
  std::vector<double> from_A, to_A;  ///< ends of a line, x and y each
  std::vector<double> list_A;        ///< x and y of one position after the other
  std::string file;                  ///< holds them instead; read into `list_A`
  int snapshots = 4;                 ///< thermal snapshots averaged over; 0: all
  double standardError_percent = 0;  ///< as many as reach it, instead; 0: `snapshots`
  double accuracy_percent = 0;       ///< settings are chosen for it; 0: those of the microscope
  /// What is stated of the settings that were chosen (multislice::accuracyJson); no key, because it
  /// is found in a run.
  std::string statedAccuracy{};
  multislice::SourceSettings source;
  double focalSpread_A = 0;  ///< standard deviation of the defocus
  int focalNodes = 0;        ///< defoci that stand for it; 0: as many as it takes
  std::vector<multislice::DetectorSettings> detectors;  ///< more detectors of the same probes
  SeriesCase series;                                    ///< beside the scan at its own settings
  double truthResolution_A = 0;  ///< FWHM of the truth maps beside it; 0: the probe's

  bool recordsPatterns() const { return records == ScanRecord::patterns; }
  bool isUprightRaster() const { return kind == ScanKind::raster && rotation_deg == 0; }
};

/// The keys of a map and those of patterns belong to scans that record such alone.
void eachField(MaybeConst<ScanCase> auto& s, auto&& visit) {
  visit(Field{"enabled", "Whether the scan is made"}, s.enabled);
  visit(Field{"records",
              "What is kept of each position: the intensity in an annular detector (a map), or a "
              "diffraction pattern (a 4-D scan)"},
        s.records);
  if (s.records == ScanRecord::map) {
    eachField(s.annular, visit);
  } else {
    eachField(s.pixelated, visit);
    visit(Field{"dtype",
                "Numbers on disk: float32, or 16 bits with a scale that is stored beside them "
                "(uint16: whole counts)"},
          s.dtype);
    visit(Field{"full_scale",
                "Fraction of the beam in one pixel up to which 16 bits reach (uint16) or stay far "
                "from their limit (float16); 0 takes twice the probe's disc in vacuum",
                {0, 1}},
          s.fullScale);
    visit(Field{"compression", "Level of deflate; 0 stores patterns as they are", {0, 9}, false},
          s.compression);
  }
  visit(Field{"scan_nx", "Scan positions along x; 0 follows scan_step_A", {0, 65536}}, s.nx);
  visit(Field{"scan_ny", "Scan positions along y; 0 follows scan_step_A", {0, 65536}}, s.ny);
  visit(Field{"scan_step_A", "Largest distance of scan positions", kPositive}, s.step_A);
  visit(Field{"scan_region_A",
              "Scanned part of the foil: [x0, y0, width, height] from its corner; empty scans all "
              "of it",
              kNotNegative},
        s.region_A);
  visit(Field{"scan",
              "Where the probe stands: a raster, a line of scan_nx positions from scan_from_A to "
              "scan_to_A, or a list of positions"},
        s.kind);
  visit(Field{"scan_rotation_deg",
              "Turn of a raster about the middle of its region, from x towards y",
              {-360, 360}},
        s.rotation_deg);
  visit(Field{"scan_from_A", "First position of a line: [x, y]", kNotNegative}, s.from_A);
  visit(Field{"scan_to_A", "Last position of a line: [x, y]", kNotNegative}, s.to_A);
  visit(
      Field{"scan_list_A", "Positions of a list: x and y of the first, x and y of the second, ..."},
      s.list_A);
  visit(Field{"scan_file",
              "Text file of positions (x and y in angstrom, one position a line), which are read "
              "into scan_list_A"},
        s.file);
  visit(Field{"snapshots", "Thermal snapshots averaged over; 0 takes all", {0, 100000}},
        s.snapshots);
  visit(Field{"standard_error_percent",
              "Thermal snapshots are added until the standard error of every signal (root mean "
              "square over positions, % of the signal) is this, instead of their number; 0: not",
              {0, 100}},
        s.standardError_percent);
  visit(Field{"accuracy_percent",
              "Sampling, slices, oversampling and window are chosen on the specimen so that every "
              "signal (root mean square over positions, % of the signal) is off by no more than "
              "this, together with the standard error over thermal snapshots; those of the "
              "microscope are the coarsest that are taken; 0 takes these",
              {0, 99}},
        s.accuracy_percent);
  visit(Field{"probe_fwhm_A",
              "Full width at half maximum of the probe in focus without aberrations; it gives the "
              "semiangle, 0.5145 wavelengths over it, in place of semiangle_mrad; 0: not",
              kNotNegative},
        s.probeFwhm_A);
  eachField(s.probe, visit);
  visit(Field{"focal_spread_A",
              "Focal spread: the standard deviation of the defocus (half-width at 1/e over square "
              "root 2); the scan is averaged over it",
              kNotNegative},
        s.focalSpread_A);
  visit(Field{"focal_nodes",
              "Scans, each at one defocus, that the focal spread is averaged over (Gauss-Hermite); "
              "0: as many as the aperture asks for",
              {0, 64}},
        s.focalNodes);
  visit(Field{"detectors", "More detectors of the same probes"}, s.detectors);
  visit(Field{"series",
              "The scan again at several values of one setting, beside the scan at its own: one "
              "stack with the setting as its first axis, or a 4-D file a value"},
        s.series);
  eachField(s.source, visit);
  visit(Field{"truth_resolution_A",
              "Full width at half maximum of the truth maps beside the scan; 0 takes the probe's",
              kNotNegative},
        s.truthResolution_A);
}

/// The scan that a [[scan]] of this name begins with, before its own keys: a map of an
/// aberration-corrected probe, or patterns of a nearly parallel one.
ScanCase usualScan(const std::string& name, ScanRecord records);

/// What a scan records that does not say it: patterns under the name "nanodiffraction", else a map.
ScanRecord usualRecord(const std::string& name);

}  // namespace glasscope::pipeline
