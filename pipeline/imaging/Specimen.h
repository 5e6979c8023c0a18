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

/// The foils of `count` snapshots (0: all), evenly chosen from the series.
std::vector<multislice::Foil> cutStillFoils(const std::vector<Atoms>& snapshots, const Case& c,
                                            int count);

/// Several of each foil with Einstein motion, where the case asks for it; another `draw`, other
/// displacements.
std::vector<multislice::Foil> withEinsteinMotion(const std::vector<multislice::Foil>& still,
                                                 const Case& c, std::uint64_t draw);

/// The same foils as many times as microscope.slice_offsets asks for: each is imaged with its
/// slices beginning at so many heights.
std::vector<multislice::Foil> repeatedFoils(std::vector<multislice::Foil> foils, const Case& c);

/// All of these: the foils that an image is averaged over.
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

/// The depths inside a foil at which the scan records a series over foil.thickness_A while the
/// probe passes through the whole foil, ascending: thinner foils that begin at the same face. Empty
/// where it is no such series, where the foil is not simply cut (layers, a wedge, a bend or vacuum
/// are not thinner with it), or where a member is thicker than the foil: each is a foil of its own
/// then.
std::vector<double> depthsInOnePass(const Case& c, const ScanCase& scan,
                                    const multislice::Foil& foil);

/// How many defoci stand for the focal spread of a scan.
int focalCount(const ScanCase& scan, const multislice::ElectronBeam& beam);

}  // namespace glasscope::pipeline
