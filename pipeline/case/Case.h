#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compare/diffraction/PairDistribution.h"
#include "compare/diffraction/Reductions.h"
#include "compare/film/FilmSettings.h"
#include "compare/statistics/AssociationTable.h"
#include "multislice/detectors/AnnularDetector.h"
#include "multislice/detectors/PixelatedDetector.h"
#include "multislice/optics/HrtemSettings.h"
#include "multislice/optics/MicroscopeSettings.h"
#include "multislice/optics/ProbeSettings.h"
#include "multislice/recording/RecordSettings.h"
#include "multislice/recording/SourceSize.h"
#include "multislice/specimen/EinsteinSettings.h"
#include "multislice/specimen/FoilSettings.h"
#include "multislice/specimen/TiltSettings.h"
#include "sim/quench/MeltQuench.h"
#include "sim/quench/Thermalise.h"
#include "voronoi/descriptors/StructureSettings.h"

namespace glasscope::pipeline {

/// Somebody's configuration instead of one that is made here.
struct ConfigurationCase {
  std::string file;      ///< empty: the case makes its own glass
  std::string elements;  ///< "Cu,Zr" for types 1, 2
  std::string frames = "-1";
  std::string thermalMotion = "auto";  ///< auto, dynamics, frames or none
};

/// One scan of a focused probe.
struct ScanCase {
  bool enabled = true;
  multislice::ProbeSettings probe;
  int nx = 0, ny = 0;  ///< positions over the periodic foil; 0: from `step_A`
  double step_A = 1;
  std::vector<double> region_A;      ///< x0, y0, width, height in the foil; empty: all of it
  std::string kind = "raster";       ///< raster, line or list
  double rotation_deg = 0;           ///< of a raster, about the middle of its region
  std::vector<double> from_A, to_A;  ///< ends of a line, x and y each
  std::vector<double> list_A;        ///< x and y of one position after the other
  std::string file;                  ///< holds them instead; read into `list_A`
  int snapshots = 4;                 ///< thermal snapshots averaged over; 0: all
  multislice::SourceSettings source;
  std::vector<double> defoci_A;        ///< of a focal series beside the scan at its defocus
  double focalSpread_A = 0;            ///< standard deviation of the defocus
  int focalNodes = 0;                  ///< defoci that stand for it; 0: as many as it takes
  std::vector<std::string> detectors;  ///< more detectors, "name=bf kind=disc outer_mrad=10"
  std::vector<double> thicknesses_A;   ///< recorded inside the foil by the detectors

  bool isUprightRaster() const { return kind == "raster" && rotation_deg == 0; }
};

struct HaadfCase : ScanCase {
  multislice::AnnularDetector detector;
};

struct NanodiffractionCase : ScanCase {
  multislice::PixelatedDetector detector;
  std::string dtype = "float32";  ///< of patterns on disk
  double fullScale = 0;           ///< of 16 bits, fraction of the beam; 0: from the probe
  int compression = 1;
};

/// A plane wave: images through the objective lens, and the diffraction pattern.
struct HrtemCase {
  bool enabled = false;
  multislice::HrtemSettings imaging;
  multislice::PixelatedDetector pattern;
  int snapshots = 4;  ///< thermal snapshots averaged over; 0: all
  bool pairDistribution = false;
  compare::PairDistributionSettings pairs;  ///< composition and density come from the foil
};

/// STEM tilt series: the scan of the table `haadf` at every tilt.
struct TiltCase {
  bool enabled = false;
  multislice::TiltSettings tilts;
};

struct CompareCase {
  std::vector<std::string> descriptors;
  std::vector<std::string> signals;        ///< reductions of the 4-D scan
  double haadfResolution_A = 0;            ///< FWHM of the truth maps; 0: the probe's
  double nanodiffractionResolution_A = 0;  ///< the same
  compare::AssociationSettings association;
  compare::ReductionSettings reduction;
};

/// Everything that a run depends on, with the defaults of a specialist. The keys of the case file
/// and their ranges are the table in CaseKeys.h.
struct Case {
  Case();

  std::string title = "Glasscope run";
  std::int64_t seed = 1;
  std::string potential = "mendelev-2009";
  std::string elements = "Cu,Zr";
  sim::MeltQuenchSettings meltQuench;
  ConfigurationCase configuration;
  sim::ThermaliseSettings thermalise;
  voronoi::StructureSettings voronoi;
  std::string voronoiWeighting = "plain", voronoiRule = "raw", freeVolume = "species_minimum",
              voronoiStreaming = "auto";
  std::string radiiSource = "table", tetrahedral = "auto", sqMethod = "fourier", sqWindow = "lorch";
  std::vector<double> radii_A;  ///< in the order of the elements by atomic number; empty: table
  std::vector<double> referenceVolume_A3;  ///< in the same order
  std::vector<std::string> unfavoured;     ///< "Cu <0,2,8,1>" or "<0,2,8,1>"
  bool structureSeries = true;             ///< describe every frame where there are several
  std::vector<std::string> replicas;       ///< files of further samples
  multislice::FoilSettings foil;
  multislice::EinsteinSettings einstein;
  multislice::MicroscopeSettings microscope;
  double potentialMemory_GB = 4;
  HaadfCase haadf;
  NanodiffractionCase nanodiffraction;
  HrtemCase hrtem;
  TiltCase tiltSeries;
  multislice::RecordSettings record;
  CompareCase compare;
  compare::FilmSettings film;
};

}  // namespace glasscope::pipeline
