#include "pipeline/keys/ScanKeys.h"

#include "pipeline/case/CaseKeyTypes.h"

namespace glasscope::pipeline {

#define FIELD(expression) ([](Case & c) -> auto& { return c.expression; })

namespace {

// Where a scan stands and how often: the same keys for each of the scans.
template <auto scan>
std::vector<CaseKey> positionKeys(const std::string& table) {
  return {
      integerKey(table + ".scan_nx", "Scan positions along x; 0 follows scan_step_A", {0, 65536},
                 [](Case& c) -> int& { return (c.*scan).nx; }),
      integerKey(table + ".scan_ny", "Scan positions along y; 0 follows scan_step_A", {0, 65536},
                 [](Case& c) -> int& { return (c.*scan).ny; }),
      numberKey(table + ".scan_step_A", "Largest distance of scan positions", kPositive,
                [](Case& c) -> double& { return (c.*scan).step_A; }),
      numbersKey(table + ".scan_region_A",
                 "Scanned part of the foil: [x0, y0, width, height] from its corner; empty scans "
                 "all of it",
                 kNotNegative, [](Case& c) -> std::vector<double>& { return (c.*scan).region_A; }),
      textKey(table + ".scan",
              "Where the probe stands: a raster, a line of scan_nx positions from scan_from_A to "
              "scan_to_A, or a list of positions",
              {"raster", "line", "list"}, [](Case& c) -> std::string& { return (c.*scan).kind; }),
      numberKey(table + ".scan_rotation_deg",
                "Turn of a raster about the middle of its region, from x towards y", {-360, 360},
                [](Case& c) -> double& { return (c.*scan).rotation_deg; }),
      numbersKey(table + ".scan_from_A", "First position of a line: [x, y]", kNotNegative,
                 [](Case& c) -> std::vector<double>& { return (c.*scan).from_A; }),
      numbersKey(table + ".scan_to_A", "Last position of a line: [x, y]", kNotNegative,
                 [](Case& c) -> std::vector<double>& { return (c.*scan).to_A; }),
      numbersKey(table + ".scan_list_A",
                 "Positions of a list: x and y of the first, x and y of the second, ...", {},
                 [](Case& c) -> std::vector<double>& { return (c.*scan).list_A; }),
      textKey(table + ".scan_file",
              "Text file of positions (x and y in angstrom, one position a line), which are read "
              "into scan_list_A",
              {}, [](Case& c) -> std::string& { return (c.*scan).file; }),
      integerKey(table + ".snapshots", "Thermal snapshots averaged over; 0 takes all", {0, 100000},
                 [](Case& c) -> int& { return (c.*scan).snapshots; }),
  };
}

}  // namespace

std::vector<CaseKey> haadfKeys() {
  return {
      flagKey("haadf.enabled", "Record an annular dark-field map", FIELD(haadf.enabled)),
      numberKey("haadf.semiangle_mrad", "Convergence semiangle of the probe", {0, 200, true},
                FIELD(haadf.probe.semiangle_mrad)),
      numberKey("haadf.inner_mrad", "Inner angle of the detector", kNotNegative,
                FIELD(haadf.detector.inner_mrad)),
      numberKey("haadf.outer_mrad", "Outer angle of the detector", kPositive,
                FIELD(haadf.detector.outer_mrad)),
  };
}

std::vector<CaseKey> nanodiffractionKeys() {
  return {
      flagKey("nanodiffraction.enabled", "Record a 4-D scan", FIELD(nanodiffraction.enabled)),
      numberKey("nanodiffraction.semiangle_mrad", "Convergence semiangle of the probe",
                {0, 200, true}, FIELD(nanodiffraction.probe.semiangle_mrad)),
      numberKey("nanodiffraction.max_angle_mrad", "Largest angle along the axes of a pattern",
                kPositive, FIELD(nanodiffraction.detector.max_angle_mrad)),
      integerKey("nanodiffraction.pixels",
                 "Pixels of a pattern along each axis, even; 0 takes those of the simulation",
                 {0, 8192}, FIELD(nanodiffraction.detector.pixels)),
  };
}

std::vector<CaseKey> haadfPositionKeys() {
  return positionKeys<&Case::haadf>("haadf");
}

std::vector<CaseKey> nanodiffractionPositionKeys() {
  return positionKeys<&Case::nanodiffraction>("nanodiffraction");
}

#undef FIELD

}  // namespace glasscope::pipeline
