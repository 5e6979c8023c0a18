#pragma once

#include <vector>

#include "core/atoms/Atoms.h"
#include "multislice/instrument/ScanJob.h"
#include "multislice/specimen/Foil.h"
#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// What stands for a scan where its accuracy is studied: the scan with the depths that it records
/// on its way, or the thickest member of its tilt series, which has the longest way and so the
/// largest errors of slices and window.
struct StudiedScan {
  multislice::ScanJob job;
  std::vector<multislice::Foil> foils;

  static StudiedScan of(const Case& c, const ScanCase& scan, const std::vector<Atoms>& snapshots);
};

}  // namespace glasscope::pipeline
