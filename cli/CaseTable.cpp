// The table of keys: data, one row a key. docs/case-file.md is generated from it.
#include "cli/CaseKeyTypes.h"
#include "cli/OpticsKeys.h"
#include "cli/PairKeys.h"
#include "cli/RecordKeys.h"
#include "cli/TiltSeriesKeys.h"

namespace glasscope::cli {

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

std::vector<CaseKey> voronoiKeys() {
  return {
      textKey("voronoi.weighting", "Tessellation: plain, or radical (weighted by radii)",
              {"plain", "radical"}, FIELD(voronoiWeighting)),
      numbersKey(
          "voronoi.radii_A",
          "Radii of the species by ascending atomic number (radical only); empty takes the table",
          kPositive, FIELD(radii_A)),
      textKey("voronoi.index_rule", "What counts as a face",
              {"raw", "drop_face_fraction", "drop_face_area_A2", "drop_short_edges_A", "cut_again"},
              FIELD(voronoiRule)),
      numberKey("voronoi.index_threshold",
                "Threshold of that rule: a fraction of the cell's surface, an area in square "
                "angstrom or a length in angstrom",
                kNotNegative, FIELD(voronoi.convention.threshold)),
      textKey("voronoi.radii_source",
              "Where radii that are not given come from: a table, or the first peaks of the "
              "partial g(r) of the sample",
              {"table", "pairs"}, FIELD(radiiSource)),
      textKey("voronoi.free_volume", "Volume that the free volume is counted from",
              {"species_minimum", "species_mean", "given"}, FIELD(freeVolume)),
      numbersKey("voronoi.reference_volume_A3",
                 "Reference volumes of the species by ascending atomic number, for a free volume "
                 "from given ones",
                 kPositive, FIELD(referenceVolume_A3)),
      numberKey("voronoi.surface_probe_A",
                "A cell that reaches further than this from its atom borders on empty space: a "
                "surface atom, flagged and left out of all fractions; 0 takes only cells that the "
                "box cuts",
                kNotNegative, FIELD(voronoi.surfaceProbe_A)),
      textsKey("voronoi.unfavoured",
               "Geometrically unfavoured motifs, each an index with or without an element before "
               "it (\"Cu <0,2,8,1>\"); empty takes cells with more than eight excess "
               "disclinations",
               FIELD(unfavoured)),
      textsKey("voronoi.rank_by",
               "Columns by which motif classes are ranked, worst first (\"-\" before a name: low "
               "values are bad)",
               FIELD(voronoi.rankBy)),
      numberKey("voronoi.rank_worst_fraction",
                "Share of the atoms in the classes that are marked as worst", {0, 1, true},
                FIELD(voronoi.ranking.worstShare)),
      textKey("voronoi.tetrahedral",
              "Order of four-coordinated networks; auto computes it where atoms have fewer than "
              "five neighbours",
              {"auto", "on", "off"}, FIELD(tetrahedral)),
      numberKey("voronoi.crystal_coherence",
                "Least normalised product of the q6 vectors of two neighbours that lie in the "
                "same crystal",
                {0, 1, true}, FIELD(voronoi.crystals.coherence)),
      numberKey("voronoi.crystal_share",
                "Least share of such neighbours, by face area, of a crystal-like atom",
                {0, 1, true}, FIELD(voronoi.crystals.share)),
      integerKey("voronoi.crystal_nucleus", "Atoms of the smallest grain that counts", {1, 1000000},
                 FIELD(voronoi.crystals.nucleus)),
      numberKey("voronoi.density_length_A", "Radius over which the local density is averaged",
                kPositive, FIELD(voronoi.densityLength_A)),
      numberKey("voronoi.rdf_max_A", "Range of g(r); 0 goes as far as the box allows", kNotNegative,
                FIELD(voronoi.rdfMax_A)),
      numberKey("voronoi.rdf_bin_A", "Bin of g(r)", kPositive, FIELD(voronoi.rdfBin_A)),
      flagKey("voronoi.structure_factor",
              "Partial and total S(k) with neutron, X-ray and electron weights",
              FIELD(voronoi.structureFactor.enabled)),
      textKey("voronoi.sq_method",
              "By Fourier transform of g(r), or by direct sums over the wave vectors of a periodic "
              "box",
              {"fourier", "direct"}, FIELD(sqMethod)),
      textKey("voronoi.sq_window", "Window on g(r) before the transform", {"lorch", "none"},
              FIELD(sqWindow)),
      numberKey("voronoi.sq_range_A",
                "Range of that g(r); 0 goes to half of the box, at most 20 angstrom", kNotNegative,
                FIELD(voronoi.structureFactor.range_A)),
      numberKey("voronoi.sq_max_invA", "Largest k = 1/d (Q is 2 pi k)", {0, 12, true},
                FIELD(voronoi.structureFactor.max_invA)),
      numberKey("voronoi.sq_step_invA", "Step of k", {0, 1, true},
                FIELD(voronoi.structureFactor.step_invA)),
      textsKey("voronoi.correlate",
               "Columns whose spatial correlation function and length are computed",
               FIELD(voronoi.correlate)),
      numberKey("voronoi.correlation_max_A",
                "Range of these; 0 goes to half of the box, at most 20 angstrom", kNotNegative,
                FIELD(voronoi.correlation.max_A)),
      numberKey("voronoi.correlation_bin_A", "Bin of these", kPositive,
                FIELD(voronoi.correlation.bin_A)),
      flagKey("voronoi.correlation_species_mean",
              "Subtract the mean of the species first, so that composition does not correlate",
              FIELD(voronoi.correlation.removeSpeciesMean)),
      flagKey("voronoi.series",
              "Describe every frame where there are several: fractions and means against time, "
              "with errors",
              FIELD(structureSeries)),
      textsKey("voronoi.replicas",
               "Files of further samples of the same glass, for errors over independent samples",
               FIELD(replicas)),
      integerKey("voronoi.top_motifs", "Length of the motif table of each species", {1, 1000},
                 FIELD(voronoi.topMotifs)),
      textKey("voronoi.streaming",
              "Work brick by brick, cells and columns never all in memory (no text files then): "
              "auto does so where the memory would not do",
              {"auto", "always", "never"}, FIELD(voronoiStreaming)),
      flagKey("voronoi.spread_table", "Count icosahedra under every usual convention",
              FIELD(voronoi.spreadTable)),
  };
}

std::vector<CaseKey> specimenKeys() {
  return {
      numberKey("foil.thickness_A", "Thickness along the beam; 0 takes the box as it is",
                kNotNegative, FIELD(foil.thickness_A)),
      numberKey("foil.start_A", "Where the foil begins, above the lowest z of the box",
                kNotNegative, FIELD(foil.start_A)),
      integerKey("foil.tile_x", "Repeats of a periodic box along x", {1, 1000}, FIELD(foil.tile_x)),
      integerKey("foil.tile_y", "Repeats of a periodic box along y", {1, 1000}, FIELD(foil.tile_y)),
      numberKey("foil.vacuum_A", "Vacuum on both sides of directions that are not periodic",
                kNotNegative, FIELD(foil.vacuum_A)),
      numbersKey("foil.beam_direction",
                 "Direction of the configuration that is turned into the beam, [x, y, z]; empty "
                 "leaves it as it is",
                 {}, FIELD(foil.beamDirection)),
      numbersKey("foil.beam_indices",
                 "The same as [u, v, w], multiples of the edges of the box (the indices of a zone "
                 "axis when the box is a unit cell)",
                 {}, FIELD(foil.beamIndices)),
      numbersKey("foil.rotation_deg", "Turns of the configuration about x, y and z, after that", {},
                 FIELD(foil.rotation_deg)),
      numbersKey("foil.width_A",
                 "Widths along x and y of the block that is cut from a turned periodic "
                 "configuration; empty takes those of the box",
                 kPositive, FIELD(foil.width_A)),
      flagKey("foil.random_shift",
              "Shift every repeat of the box along the beam across it by a random vector, so that "
              "columns do not repeat",
              FIELD(foil.randomShift)),
      numbersKey("foil.wedge_A", "Thickness at the left and at the right edge along x; empty: even",
                 kNotNegative, FIELD(foil.wedge_A)),
      numberKey("foil.bend_radius_A",
                "Radius of a cylinder along y that the foil is bent to; its edges lie deeper when "
                "it is positive; 0 is flat",
                {}, FIELD(foil.bendRadius_A)),
      textKey("foil.top_layer",
              "Formula of a film of random atoms (no structure of molecular dynamics) where the "
              "beam enters, like C or SiO2; empty: none",
              {}, FIELD(foil.top.formula)),
      numberKey("foil.top_layer_A", "Its thickness", kNotNegative, FIELD(foil.top.thickness_A)),
      numberKey("foil.top_layer_density_g_per_cm3",
                "Its density; 0 takes 2.0 for C and 2.2 for SiO2", kNotNegative,
                FIELD(foil.top.density_g_per_cm3)),
      textKey("foil.bottom_layer", "The same where the beam leaves", {},
              FIELD(foil.bottom.formula)),
      numberKey("foil.bottom_layer_A", "Its thickness", kNotNegative,
                FIELD(foil.bottom.thickness_A)),
      numberKey("foil.bottom_layer_density_g_per_cm3", "Its density", kNotNegative,
                FIELD(foil.bottom.density_g_per_cm3)),
      numberKey("foil.vacuum_above_A", "Vacuum before the foil", kNotNegative,
                FIELD(foil.vacuumAbove_A)),
      numberKey("foil.vacuum_below_A", "Vacuum behind the foil", kNotNegative,
                FIELD(foil.vacuumBelow_A)),
      numberKey("foil.vacuum_around_A",
                "Vacuum on all four sides across the beam, of a periodic foil too", kNotNegative,
                FIELD(foil.vacuumAround_A)),
      numbersKey(
          "thermal.einstein_rms_A",
          "Root mean square displacement along one axis: one number for all atoms, or one "
          "for each element of the foil by ascending atomic number; empty adds none. Dynamics "
          "carry their thermal motion already",
          kNotNegative, FIELD(einstein.rms_A)),
      integerKey("thermal.configurations",
                 "Einstein configurations drawn from each snapshot and averaged over", {1, 100000},
                 FIELD(einstein.configurations)),
      numberKey("microscope.voltage_kV", "Accelerating voltage", {1, 5000},
                FIELD(microscope.voltage_kV)),
      textKey("microscope.parametrisation", "Scattering factors", {"lobato", "kirkland", "peng"},
              FIELD(microscope.parametrisation)),
      numberKey("microscope.beam_tilt_x_mrad",
                "Inclination of the beam to the optic axis along x; detectors follow the beam",
                {-100, 100}, FIELD(microscope.beamTilt_mrad.x())),
      numberKey("microscope.beam_tilt_y_mrad", "The same along y", {-100, 100},
                FIELD(microscope.beamTilt_mrad.y())),
      numberKey("microscope.specimen_tilt_x_mrad",
                "Small tilt of the specimen: what lies deeper by dz is seen displaced along x by "
                "this angle times dz",
                {-100, 100}, FIELD(microscope.specimenTilt_mrad.x())),
      numberKey("microscope.specimen_tilt_y_mrad", "The same along y", {-100, 100},
                FIELD(microscope.specimenTilt_mrad.y())),
      textKey("microscope.projection",
              "Whether an atom counts wholly to the slice of its nucleus (infinite) or each slice "
              "holds the part of it that lies there (finite)",
              {"infinite", "finite"}, FIELD(microscope.projection)),
      integerKey("microscope.potential_oversampling",
                 "Potentials are exponentiated on a grid so many times as fine along each side as "
                 "that of the waves; 0 makes pixels of about 0.027 angstrom, 1 lets heavy atoms "
                 "scatter some per cent too strongly to the "
                 "largest angles",
                 {0, 8}, FIELD(microscope.potentialOversampling)),
      numberKey("microscope.slice_thickness_A", "Largest slice thickness", kPositive,
                FIELD(microscope.slice_thickness_A)),
      integerKey("microscope.slices",
                 "Number of equal slices instead of a thickness; 0 follows slice_thickness_A",
                 {0, 1000000}, FIELD(microscope.slices)),
      numberKey("microscope.max_angle_mrad",
                "Angle that the sampling must carry; 0 follows the detectors", kNotNegative,
                FIELD(microscope.max_angle_mrad)),
      integerKey("microscope.grid_points",
                 "Points of the wave along x and y instead of an angle; 0 follows max_angle_mrad",
                 {0, 16384}, FIELD(microscope.grid_points)),
      textKey("microscope.window",
              "Where a probe's wave lives: a window around it, where the foil is larger than the "
              "probe and what it scatters need, or always the whole foil (cell)",
              {"auto", "cell"}, FIELD(microscope.window)),
      numberKey("microscope.window_A",
                "Side of the window around each probe, instead; may exceed a periodic foil, which "
                "then repeats; 0 follows window",
                kNotNegative, FIELD(microscope.window_A)),
      textKey("microscope.method",
              "How scans are computed: probe by probe, from a scattering matrix of the whole cell, "
              "or by the cheaper of these two, which agree",
              {"auto", "multislice", "scattering_matrix"}, FIELD(microscope.method)),
      integerKey(
          "microscope.prism_interpolation",
          "Only every so many beams of the scattering matrix along x and y, probes cut out of "
          "as large a part of the cell (PRISM): faster, not exact; 1 is exact",
          {1, 64}, FIELD(microscope.prism_interpolation)),
      integerKey("microscope.partitions",
                 "Rings of parent beams that the others of the scattering matrix are interpolated "
                 "from: faster, not exact; 0 computes every beam",
                 {0, 64}, FIELD(microscope.partitions)),
      numberKey("microscope.potential_memory_GB",
                "Memory for potentials; what does not fit is built again", kPositive,
                FIELD(potentialMemory_GB)),
  };
}

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

std::vector<CaseKey> compareKeys() {
  return {
      textsKey("compare.descriptors",
               "Per-atom columns that are projected and compared with the signals",
               FIELD(compare.descriptors)),
      textsKey("compare.signals",
               "Reductions of the 4-D scan that the descriptors are compared with",
               FIELD(compare.signals)),
      numberKey(
          "compare.haadf_resolution_A",
          "Full width at half maximum of the truth maps beside the HAADF map; 0 takes the probe's",
          kNotNegative, FIELD(compare.haadfResolution_A)),
      numberKey("compare.nanodiffraction_resolution_A", "The same beside the 4-D scan",
                kNotNegative, FIELD(compare.nanodiffractionResolution_A)),
      integerKey("compare.surrogates", "Surrogate maps behind each significance", {19, 1000000},
                 FIELD(compare.association.surrogates)),
      numberKey("compare.false_discovery_rate", "Level below which a pair is called significant",
                {0, 1, true}, FIELD(compare.association.level)),
      numberKey("compare.top_fraction", "The descriptor's extreme that a signal should find",
                {0, 0.5, true}, FIELD(compare.association.topFraction)),
      numberKey("compare.ring_inner_invA", "Inner radius of the first diffuse ring; 0 finds it",
                kNotNegative, FIELD(compare.reduction.ringInner_invA)),
      numberKey("compare.ring_outer_invA", "Outer radius of the first diffuse ring; 0 finds it",
                kNotNegative, FIELD(compare.reduction.ringOuter_invA)),
  };
}

std::vector<CaseKey> filmKeys() {
  return {
      numberKey("film.voltage_kV", "Accelerating voltage of a measured film", {1, 5000},
                FIELD(film.voltage_kV)),
      numberKey("film.semiangle_mrad", "Its convergence semiangle", kPositive,
                FIELD(film.semiangle_mrad)),
      numberKey("film.inner_mrad", "Inner angle of its detector", kNotNegative,
                FIELD(film.detectorInner_mrad)),
      numberKey("film.outer_mrad",
                "Outer angle of its detector; lowered to what the sampling carries, with a warning",
                kPositive, FIELD(film.detectorOuter_mrad)),
      numbersKey("film.defocus_A", "Values that are tried; the best is kept", {},
                 FIELD(film.defocus_A)),
      numberKey("film.rms_displacement_A", "Thermal displacement along one axis", kNotNegative,
                FIELD(film.rmsDisplacement_A)),
      integerKey("film.frozen_phonons", "Thermal configurations averaged over", {1, 10000},
                 FIELD(film.frozenPhonons)),
      numberKey("film.scan_step_A",
                "Distance of simulated scan positions; the map is interpolated between them",
                kPositive, FIELD(film.scanStep_A)),
      numberKey("film.sampling_A", "Pixel of the wave", kPositive, FIELD(film.sampling_A)),
      numberKey("film.window_A", "Side of the square that a probe travels in", kPositive,
                FIELD(film.window_A)),
      numberKey("film.slice_thickness_A", "Largest slice thickness", kPositive,
                FIELD(film.sliceThickness_A)),
      flagKey("film.quick", "A corner of the film only", FIELD(film.quick)),
  };
}

#undef FIELD

}  // namespace

const std::vector<CaseKey>& caseKeys() {
  static const std::vector<CaseKey> keys = [] {
    std::vector<CaseKey> all;
    for (auto part :
         {generalKeys(), simKeys(), configurationKeys(), voronoiKeys(), specimenKeys(), haadfKeys(),
          positionKeys<&Case::haadf>("haadf"), haadfOpticsKeys(), nanodiffractionKeys(),
          positionKeys<&Case::nanodiffraction>("nanodiffraction"), nanodiffractionOpticsKeys(),
          storageKeys(), hrtemKeys(), pairKeys(), tiltSeriesKeys(), recordKeys(), compareKeys(),
          filmKeys()}) {
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

}  // namespace glasscope::cli
