#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compare/detectability/DetectSettings.h"
#include "compare/diffraction/Reductions.h"
#include "compare/film/FilmSettings.h"
#include "compare/images/HeterogeneitySettings.h"
#include "compare/statistics/AssociationSettings.h"
#include "compare/statistics/IndicatorSettings.h"
#include "core/maps/Calibration.h"
#include "core/settings/Fields.h"
#include "core/settings/Words.h"
#include "multislice/optics/MicroscopeSettings.h"
#include "multislice/recording/RecordSettings.h"
#include "multislice/specimen/EinsteinSettings.h"
#include "multislice/specimen/FoilSettings.h"
#include "multislice/specimen/TiltSettings.h"
#include "pipeline/case/BlindCase.h"
#include "pipeline/case/ImageCase.h"
#include "pipeline/case/ScanCase.h"
#include "sim/deformation/QuasiStaticSettings.h"
#include "sim/elasticity/LocalModuli.h"
#include "sim/elasticity/ThermalModuliSettings.h"
#include "sim/quench/MeltQuench.h"
#include "sim/quench/ThermalMotion.h"
#include "sim/quench/Thermalise.h"
#include "sim/samples/SampleSettings.h"
#include "sim/vibrations/SoftSpots.h"
#include "voronoi/descriptors/StructureSettings.h"

namespace glasscope::pipeline {

/// Somebody's configuration instead of one that is made here.
struct ConfigurationCase {
  std::string file;      ///< empty: the case makes its own glass
  std::string elements;  ///< "Cu,Zr" for types 1, 2
  std::string frames = "-1";
  std::string boundary;         ///< "ppf": which edges repeat; empty: what the file says
  double timestep_fs = 0;       ///< time of a step, for files that count steps; 0: the file's
  double frameInterval_ps = 0;  ///< time from frame to frame, for files that do not
  sim::ThermalMotion thermalMotion = sim::ThermalMotion::automatic;
};

void eachField(MaybeConst<ConfigurationCase> auto& c, auto&& visit) {
  visit(Field{"file",
              "LAMMPS dump or data file, extended XYZ or H5MD (gz too) to use instead of a quench"},
        c.file);
  visit(Field{"elements",
              "Elements of atom types 1, 2, ...; needed where the file does not name them"},
        c.elements);
  visit(Field{"frames", "Frames to use: a number (negative from the end), first:last:step, or all"},
        c.frames);
  visit(Field{"boundary",
              "Which edges of the box repeat, in place of what the file says (LAMMPS data files, "
              "POSCAR and others cannot say it): p or f for each, like ppf for a film; empty takes "
              "the file's"},
        c.boundary);
  visit(Field{"timestep_fs",
              "Time of one step where frames carry numbers of steps and no times (LAMMPS dumps); 0 "
              "takes the file's times",
              kNotNegative},
        c.timestep_fs);
  visit(Field{"frame_interval_ps",
              "Time from frame to frame of the file where frames carry neither; 0 takes the file's "
              "times",
              kNotNegative},
        c.frameInterval_ps);
}

/// Whether a sample is described brick by brick.
enum class Streaming {
  automatic,  ///< where the memory would not do otherwise
  always,
  never
};
constexpr auto wordsOf(Streaming) {
  return std::array{Word{Streaming::automatic, "auto"}, Word{Streaming::always, "always"},
                    Word{Streaming::never, "never"}};
}

struct CompareCase {
  std::vector<std::string> descriptors;
  std::vector<std::string> signals;  ///< reductions of 4-D scans
  std::string thicknessFile;         ///< of a measured thickness map; empty: none is given
  std::string thicknessMap;          ///< which of its maps; empty: its only one
  compare::AssociationSettings association;
  compare::ReductionSettings reduction;          ///< its counts come from `record`
  compare::HeterogeneitySettings heterogeneity;  ///< of maps; its electrons likewise
};

void eachField(MaybeConst<CompareCase> auto& c, auto&& visit) {
  visit(Field{"descriptors", "Per-atom columns that are projected and compared with the signals"},
        c.descriptors);
  visit(Field{"signals", "Reductions of 4-D scans that the descriptors are compared with"},
        c.signals);
  visit(
      Field{"thickness_file",
            "File of maps (EMD 1.0; glasscope import makes it) with the measured thickness of the "
            "foil, at the positions of the scans: taken out of both sides of every pair beside "
            "what the atoms tell"},
      c.thicknessFile);
  visit(Field{"thickness_map", "Which map of that file; empty takes its only one"}, c.thicknessMap);
  eachField(c.association, visit);
  eachField(c.reduction, visit);
  eachField(c.heterogeneity, visit);
}

/// Everything that a run depends on, with the defaults of a specialist. The tables of the case file
/// that it makes are listed in CaseTables.cpp.
struct Case {
  Case();

  /// The scan of this name; null where there is none.
  const ScanCase* findScan(std::string_view name) const;
  /// The first scan that records so; the usual one where the case has none: for files of others,
  /// which do not say how they were imaged.
  ScanCase firstScan(ScanRecord records) const;
  /// Whether a glass is made with LAMMPS: no configuration is brought, and no model is made.
  bool makesGlass() const { return configuration.file.empty() && !sim::isModel(sample.kind); }

  std::string title = "Glasscope run";
  std::int64_t seed = 1;
  std::string potential = "mendelev-2009";
  std::string elements = "Cu,Zr";
  sim::MeltQuenchSettings meltQuench;
  ConfigurationCase configuration;
  sim::SampleSettings sample;
  sim::ThermaliseSettings thermalise;
  sim::SoftSpotSettings vibrations;
  sim::LocalModuliSettings elasticity;
  sim::ThermalModuliSettings moduli;
  sim::QuasiStaticSettings shear;
  voronoi::StructureSettings voronoi;
  std::vector<double> radii_A;  ///< in the order of the elements by atomic number; empty: table
  std::vector<double> referenceVolume_A3;  ///< in the same order
  std::vector<std::string> unfavoured;     ///< "Cu <0,2,8,1>" or "<0,2,8,1>"
  bool structureSeries = true;             ///< describe every frame where there are several
  std::vector<std::string> replicas;       ///< files of further samples
  int samples = 1;                         ///< glasses that are made, this one included
  Streaming voronoiStreaming = Streaming::automatic;
  multislice::FoilSettings foil;
  multislice::EinsteinSettings einstein;
  multislice::MicroscopeSettings microscope;
  double potentialMemory_GB = 4;
  std::vector<ScanCase> scans;     ///< [[scan]]
  std::vector<ImageCase> images;   ///< [[image]]
  multislice::TiltSettings tilts;  ///< what series over tilts share; the angles are theirs
  multislice::RecordSettings record;
  Calibration calibration;  ///< of signals that other programs wrote
  CompareCase compare;
  compare::IndicatorSettings indicators;
  compare::DetectSettings detect;
  BlindCase blind;
  compare::FilmSettings film;
};

}  // namespace glasscope::pipeline
