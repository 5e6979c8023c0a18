#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "multislice/instrument/ScanJob.h"
#include "multislice/plane_wave/HrtemJob.h"
#include "multislice/specimen/Foil.h"
#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// The configuration of a run as the stages after sim see it.
struct Structure {
  // The groups of structure.h5.
  static constexpr const char* kSnapshots = "snapshots";
  static constexpr const char* kReference = "reference";

  std::vector<Atoms> snapshots;  ///< thermal snapshots, or the one configuration that there is
  Atoms reference;               ///< inherent structure (or mean), with columns
};

/// Reads the structure.h5 of a run.
Structure readStructure(const std::filesystem::path& file);

/// The foils that an image is averaged over: of `count` snapshots (multislice::foilsOf), each as
/// often as Einstein motion draws it and slices begin at other heights.
std::vector<multislice::Foil> cutFoils(const std::vector<Atoms>& snapshots, const Case& c,
                                       int count);

/// The foils that a scan is averaged over: as many configurations as the scan says, or, where it
/// asks for a standard error, as many as reach it (multislice::enoughSnapshots), which the log
/// says.
std::vector<multislice::Foil> foilsOfScan(const std::vector<Atoms>& snapshots, const Case& c,
                                          const ScanCase& scan);

/// What multislice does for a scan of a foil, and for a plane-wave image.
multislice::ScanJob scanJob(const Case& c, const ScanCase& scan, const multislice::Foil& foil);
multislice::HrtemJob hrtemJob(const Case& c, const ImageCase& image);
/// With all defoci of its series: one wave through the foil serves the image's own and those.
multislice::HrtemJob hrtemJobOfDefoci(const Case& c, const ImageCase& image);

/// The depths inside a foil at which the scan records a series over foil.thickness_A while the
/// probe passes through the whole foil (multislice::depthsOf). Empty where it is no such series.
std::vector<double> depthsInOnePass(const Case& c, const ScanCase& scan,
                                    const multislice::Foil& foil);

/// How many defoci stand for the focal spread of a scan.
int focalCount(const ScanCase& scan, const multislice::ElectronBeam& beam);

}  // namespace glasscope::pipeline
