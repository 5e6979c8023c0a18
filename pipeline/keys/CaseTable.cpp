// The table of keys: data, one row a key. docs/case-file.md is generated from it.
#include "pipeline/case/CaseKeyTypes.h"
#include "pipeline/keys/CompareKeys.h"
#include "pipeline/keys/MicroscopeKeys.h"
#include "pipeline/keys/OpticsKeys.h"
#include "pipeline/keys/PairKeys.h"
#include "pipeline/keys/RecordKeys.h"
#include "pipeline/keys/ScanKeys.h"
#include "pipeline/keys/SpecimenKeys.h"
#include "pipeline/keys/TiltSeriesKeys.h"
#include "pipeline/keys/VoronoiKeys.h"

namespace glasscope::pipeline {

namespace {

#define FIELD(expression) ([](Case & c) -> auto& { return c.expression; })

std::vector<CaseKey> generalKeys() {
  return {
      textKey("case.title", "Heading of the report", {}, FIELD(title)),
      seedKey("case.seed", "Seed of everything random; the same seed gives the same run",
              FIELD(seed)),
  };
}

std::vector<CaseKey> simKeys() {
  return {
      textKey("sim.potential",
              "Interatomic potential by name, kim:<id>, eam/fs:<path> or eam/alloy:<path>", {},
              FIELD(potential)),
      textKey("sim.elements", "Elements of the glass, separated by commas", {}, FIELD(elements)),
      numbersKey("sim.fractions", "Atomic fractions in the order of the elements; they add up to 1",
                 kPositive, FIELD(meltQuench.fractions)),
      integerKey("sim.atoms", "Number of atoms", {16, 1e8}, FIELD(meltQuench.atomCount)),
      numberKey("sim.timestep_fs", "Time step of the dynamics", {0, 20, true},
                FIELD(meltQuench.timestep_fs)),
      numberKey("sim.melt_temperature_K", "Temperature of the melt", {0, 20000, true},
                FIELD(meltQuench.meltTemperature_K)),
      numberKey("sim.melt_ps", "Time spent in the melt", kPositive, FIELD(meltQuench.melt_ps)),
      numberKey("sim.cooling_rate_K_per_s", "Cooling rate", kPositive,
                FIELD(meltQuench.coolingRate_K_per_s)),
      numberKey("sim.final_temperature_K", "Temperature of the glass and of its snapshots",
                {0, 20000, true}, FIELD(meltQuench.finalTemperature_K)),
      numberKey("sim.equilibration_ps", "Time at the final temperature before the first snapshot",
                kPositive, FIELD(meltQuench.equilibration_ps)),
      integerKey("sim.snapshots",
                 "Thermal snapshots; they give the vibrations and the images their thermal motion",
                 {1, 100000}, FIELD(meltQuench.snapshotCount)),
      numberKey("sim.snapshot_interval_ps", "Time between snapshots", kPositive,
                FIELD(meltQuench.snapshotInterval_ps)),
      numberKey("sim.pressure_bar", "Mean pressure of the quench", {},
                FIELD(meltQuench.pressure_bar)),
      numberKey("sim.checkpoint_interval_s",
                "Wall time between checkpoints; no influence on the result", kPositive,
                FIELD(meltQuench.checkpointInterval_s)),
  };
}

std::vector<CaseKey> configurationKeys() {
  return {
      textKey("configuration.file",
              "LAMMPS dump or data file, extended XYZ or H5MD (gz too) to use instead of a quench",
              {}, FIELD(configuration.file)),
      textKey("configuration.elements",
              "Elements of atom types 1, 2, ...; needed where the file does not name them", {},
              FIELD(configuration.elements)),
      textKey("configuration.frames",
              "Frames to use: a number (negative from the end), first:last:step, or all", {},
              FIELD(configuration.frames)),
      textKey("configuration.thermal_motion",
              "Where thermal motion comes from: short dynamics with sim.potential, the frames "
              "themselves, or none; auto takes several frames, else dynamics when the potential "
              "knows the elements; series takes the frames as a process (heating, straining) and "
              "describes the last one",
              {"auto", "dynamics", "frames", "none", "series"}, FIELD(configuration.thermalMotion)),
      flagKey("configuration.relax_box", "Relax the box to sim.pressure_bar before the snapshots",
              FIELD(thermalise.relaxBox)),
  };
}

#undef FIELD

}  // namespace

const std::vector<CaseKey>& caseKeys() {
  static const std::vector<CaseKey> keys = [] {
    std::vector<CaseKey> all;
    for (auto part : {generalKeys(), simKeys(), configurationKeys(), voronoiKeys(), specimenKeys(),
                      microscopeKeys(), haadfKeys(), haadfPositionKeys(), haadfOpticsKeys(),
                      nanodiffractionKeys(), nanodiffractionPositionKeys(),
                      nanodiffractionOpticsKeys(), storageKeys(), hrtemKeys(), pairKeys(),
                      tiltSeriesKeys(), recordKeys(), compareKeys(), filmKeys()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    for (CaseKey& key : all) {
      // The memory for potentials does: streamed slices do not hold the ringing of far atoms.
      key.affectsResult = key.fullName() != "sim.checkpoint_interval_s" &&
                          key.fullName() != "nanodiffraction.compression";
    }
    return all;
  }();
  return keys;
}

const std::vector<std::pair<std::string, std::string>>& caseTables() {
  static const std::vector<std::pair<std::string, std::string>> tables = {
      {"case", "The run as a whole"},
      {"sim", "The glass that LAMMPS makes, and the potential for somebody's configuration"},
      {"configuration", "Somebody's configuration instead of a quench"},
      {"voronoi", "Tessellation and static descriptors"},
      {"foil", "The specimen that is cut"},
      {"thermal", "Thermal motion that is added to the foil"},
      {"microscope", "What every image shares"},
      {"haadf", "The annular dark-field map"},
      {"nanodiffraction", "The 4-D scan"},
      {"hrtem", "Plane-wave images and diffraction"},
      {"tilt_series", "STEM tilt series for tomography: the scan of the table haadf at every tilt"},
      {"record",
       "What lies between the ideal signals and recorded ones, in this order: scan faults, "
       "contamination, detector, electrons, readout. Without any strength nothing is done"},
      {"compare", "Truth against signals"},
      {"film", "A measured film (glasscope compare FILM.h5)"},
  };
  return tables;
}

}  // namespace glasscope::pipeline
