#include "pipeline/case/CaseFile.h"

#include <cmath>
#include <filesystem>
#include <functional>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "pipeline/case/CaseTables.h"
#include "tests/pipeline/case/CaseMessage.h"

namespace glasscope::pipeline {
namespace {

using testing::HasSubstr;

TEST(CaseFile, anOverrideOfATextMayLookLikeANumber) {
  EXPECT_EQ(parseCase("", "test", {"configuration.frames=-1"}).configuration.frames, "-1");
  EXPECT_EQ(parseCase("", "test", {"case.title=2026"}).title, "2026");
}

TEST(CaseFile, anEmptyCaseIsTheCaseOfAllDefaults) {
  EXPECT_EQ(resolvedToml(parseCase("", "empty", {})), resolvedToml(Case()));
}

TEST(CaseFile, theResolvedCaseReadsBackToItself) {
  const Case c = parseCase(kMap + "semiangle_mrad = 17.25\n[compare]\ndescriptors = [\"q4\"]\n",
                           "case.toml", {"sim.fractions=[0.5,0.5]"});
  const std::string resolved = resolvedToml(c);
  EXPECT_EQ(resolvedToml(parseCase(resolved, "resolved", {})), resolved);
  EXPECT_THAT(resolved, HasSubstr("semiangle_mrad = 17.25"));
}

TEST(CaseFile, overridesWinAndTheLastOneCounts) {
  const Case c = parseCase("[sim]\natoms = 500\n", "case.toml",
                           {"sim.atoms=600", "sim.atoms=700", "configuration.elements=Cu,Zr"});
  EXPECT_EQ(c.meltQuench.atomCount, 700);
  EXPECT_EQ(c.configuration.elements, "Cu,Zr");
}

TEST(CaseFile, aWholeNumberIsANumberButNotTheOtherWayRound) {
  EXPECT_EQ(scanOf(parseCase(kMap + "semiangle_mrad = 20\n", "", {})).probe.semiangle_mrad, 20);
  EXPECT_THAT(messageOf("[sim]\natoms = 12.5\n"), HasSubstr("whole number"));
}

TEST(CaseFile, anUnknownKeyNamesTheNearest) {
  EXPECT_THAT(messageOf(kMap + "semi_angle_mrad = 20\n"),
              HasSubstr("did you mean 'scan.haadf.semiangle_mrad'"));
  EXPECT_THAT(messageOf("[hadf]\nsemiangle_mrad = 20\n"),
              HasSubstr("did you mean 'haadf.semiangle_mrad'"));
  EXPECT_THAT(messageOf("atoms = 3\n"), HasSubstr("Unknown key 'atoms'"));
}

TEST(CaseFile, aWrongOrMissingUnitNamesTheUnitThatIsWanted) {
  EXPECT_THAT(messageOf("[microscope]\nvoltage_V = 200000\n"),
              HasSubstr("write 'microscope.voltage_kV'"));
  EXPECT_THAT(messageOf("[foil]\nthickness_nm = 4\n"), HasSubstr("write 'foil.thickness_A'"));
  EXPECT_THAT(messageOf("[foil]\nthickness = 4\n"), HasSubstr("write 'foil.thickness_A'"));
}

TEST(CaseFile, valuesOutsideTheirRangeAreRefusedWithTheRange) {
  EXPECT_THAT(messageOf("[foil]\nthickness_A = -40.0\n"),
              testing::AllOf(HasSubstr("foil.thickness_A"), HasSubstr(">= 0")));
  EXPECT_THAT(messageOf("[microscope]\nvoltage_kV = 0.0\n"), HasSubstr(">= 1"));
  EXPECT_THAT(messageOf("[microscope]\nvoltage_kV = nan\n"), HasSubstr("voltage_kV"));
  EXPECT_THAT(messageOf("[voronoi]\nweighting = \"laguerre\"\n"), HasSubstr("plain, radical"));
  EXPECT_THAT(messageOf(kMap + "enabled = 1\n"), HasSubstr("true or false"));
  EXPECT_THAT(messageOf("[sim]\nelements = 29\n"), HasSubstr("text"));
}

void forEachKey(Case& c, const std::function<void(const BoundField&, const BoundField&)>& look) {
  for (const BoundField& table : caseTables(c)) {
    for (const BoundField& key : table.members) look(table, key);
  }
}

TEST(CaseFile, everyNumberKeyRefusesWhatIsNotFinite) {
  Case c;
  forEachKey(c, [](const BoundField&, const BoundField& key) {
    if (key.type != FieldType::number) return;
    EXPECT_THROW(key.set(std::numeric_limits<double>::infinity()), Error) << key.path;
    EXPECT_THROW(key.set(std::nan("")), Error) << key.path;
  });
}

TEST(CaseFile, everyKeyReadsBackWhatItWrites) {
  Case c;
  forEachKey(c, [](const BoundField&, const BoundField& key) {
    const FieldValue value = key.get();
    EXPECT_NO_THROW(key.set(value)) << key.path;
    EXPECT_EQ(key.get(), value) << key.path;
  });
}

// Two keys that set one field, or a key that sets none: each changes the case, and no other key.
TEST(CaseFile, everyKeySetsAFieldOfItsOwn) {
  Case c;
  forEachKey(c, [&](const BoundField& table, const BoundField& key) {
    FieldValue changed = key.get();
    if (changed.is_boolean())
      changed = !changed.get<bool>();
    else if (!key.words.empty())
      changed = key.words.back() == changed ? key.words.front() : key.words.back();
    else if (changed.is_string())
      changed = changed.get<std::string>() + "x";
    else if (changed.is_number_float())
      changed = 0.5 * (changed.get<double>() + std::min(key.range.high, 3.25));
    else if (changed.is_number_integer())
      changed = changed.get<std::int64_t>() +
                (static_cast<double>(changed.get<std::int64_t>()) < key.range.high ? 1 : -1);
    else if (key.type == FieldType::numbers)
      changed.push_back(std::clamp(1.5, key.range.low, key.range.high));
    else if (key.type == FieldType::texts)
      changed.push_back("x");
    else if (key.type == FieldType::table)
      changed["key"] = "defocus_A";
    else
      changed.push_back("name=x");
    Case other;
    const FieldValue before = valuesOf(caseTables(other));
    const BoundFields tables = caseTables(other);
    caseKey(tables, key.path).set(changed);
    const FieldValue difference = FieldValue::diff(before, valuesOf(tables));
    ASSERT_FALSE(difference.empty()) << key.path;
    for (const FieldValue& each : difference) {
      const std::string where = each["path"].get<std::string>() + "/";
      const std::string own = fmt::format("/{}/{}/", table.name, key.name);
      EXPECT_EQ(where.substr(0, own.size()), own) << key.path;
    }
  });
}

// Every word of every enumeration that the case knows: a pair that is swapped is no fault of its
// own.
TEST(CaseFile, wordsReachTheSettingsOfTheirRoom) {
  const auto with = [](const std::string& key, const std::string& word) {
    return parseCase("", "test", {key + "=" + word});
  };
  using voronoi::FreeVolumeReference, voronoi::TetrahedralOrder;
  using Rule = voronoi::IndexConvention::Rule;
  using Method = voronoi::StructureFactorSettings::Method;
  EXPECT_EQ(with("voronoi.weighting", "radical").voronoi.weighting, voronoi::Weighting::radical);
  for (const auto& [word, rule] :
       {std::pair("raw", Rule::raw), std::pair("drop_face_fraction", Rule::dropFaceFraction),
        std::pair("drop_face_area_A2", Rule::dropFaceArea),
        std::pair("drop_short_edges_A", Rule::dropShortEdges),
        std::pair("cut_again", Rule::cutAgain)})
    EXPECT_EQ(with("voronoi.index_rule", word).voronoi.convention.rule, rule) << word;
  for (const auto& [word, reference] :
       {std::pair("species_minimum", FreeVolumeReference::speciesMinimum),
        std::pair("species_mean", FreeVolumeReference::speciesMean),
        std::pair("given", FreeVolumeReference::given)})
    EXPECT_EQ(with("voronoi.free_volume", word).voronoi.freeVolumeReference, reference) << word;
  for (const auto& [word, order] :
       {std::pair("auto", TetrahedralOrder::automatic), std::pair("on", TetrahedralOrder::on),
        std::pair("off", TetrahedralOrder::off)})
    EXPECT_EQ(with("voronoi.tetrahedral", word).voronoi.tetrahedral, order) << word;
  EXPECT_EQ(with("voronoi.radii_source", "pairs").voronoi.radiiSource, voronoi::RadiiSource::pairs);
  EXPECT_EQ(with("voronoi.sq_method", "direct").voronoi.structureFactor.method, Method::direct);
  EXPECT_EQ(with("voronoi.sq_window", "none").voronoi.structureFactor.window,
            voronoi::PairWindow::none);
  EXPECT_EQ(with("voronoi.streaming", "always").voronoiStreaming, Streaming::always);
  EXPECT_EQ(with("voronoi.streaming", "never").voronoiStreaming, Streaming::never);
}

TEST(CaseFile, wordsReachTheSettingsOfMicroscopeAndMotion) {
  const auto with = [](const std::string& key, const std::string& word) {
    return parseCase("", "test", {key + "=" + word});
  };
  using multislice::WaveMethod, sim::ThermalMotion;
  for (const auto& [word, motion] :
       {std::pair("auto", ThermalMotion::automatic), std::pair("dynamics", ThermalMotion::dynamics),
        std::pair("frames", ThermalMotion::frames), std::pair("none", ThermalMotion::none),
        std::pair("series", ThermalMotion::series)})
    EXPECT_EQ(with("snapshots.thermal_motion", word).configuration.thermalMotion, motion) << word;
  for (const auto& [word, method] :
       {std::pair("auto", WaveMethod::automatic), std::pair("multislice", WaveMethod::multislice),
        std::pair("scattering_matrix", WaveMethod::scatteringMatrix)})
    EXPECT_EQ(with("microscope.method", word).microscope.method, method) << word;
  for (const auto& [word, table] :
       {std::pair("lobato", Parametrisation::lobato),
        std::pair("kirkland", Parametrisation::kirkland), std::pair("peng", Parametrisation::peng)})
    EXPECT_EQ(with("microscope.parametrisation", word).microscope.parametrisation, table) << word;
  EXPECT_EQ(with("microscope.projection", "finite").microscope.projection,
            multislice::Projection::finite);
  EXPECT_EQ(with("microscope.window", "cell").microscope.window, multislice::WaveWindow::cell);
  EXPECT_EQ(with("image.hrtem.coherence", "envelope").images.at(0).imaging.coherence,
            multislice::Coherence::envelope);
  EXPECT_EQ(scanOf(with("scan.haadf.source_profile", "lorentzian")).source.profile,
            multislice::SourceProfile::lorentzian);
  for (const auto& [word, type] :
       {std::pair("float16", NumberType::float16), std::pair("uint16", NumberType::uint16)})
    EXPECT_EQ(scanOf(with("scan.nanodiffraction.dtype", word), "nanodiffraction").dtype, type)
        << word;
  EXPECT_EQ(
      parseCase(kMap + "scan = \"line\"\nscan_from_A = [0, 0]\nscan_to_A = [1, 1]\n", "test", {})
          .scans.at(0)
          .kind,
      ScanKind::line);
  EXPECT_EQ(scanOf(parseCase(kMap + "scan = \"list\"\nscan_list_A = [0, 0]\n", "test", {})).kind,
            ScanKind::list);
}

TEST(CaseFile, anErrorNamesFileAndLine) {
  EXPECT_THAT(messageOf(kMap + "\nsemiangle_mrad = -3\n"), HasSubstr("case.toml, line 4"));
  EXPECT_THAT(messageOf(kMap + "semi_mrad = 3\n"), HasSubstr("case.toml, line 3"));
}

TEST(CaseFile, aListOfNumbersMayBeARange) {
  const std::vector<double> defoci = {-60, 0, 60};
  EXPECT_EQ(parseCase("[film]\ndefocus_A = \"-60:60:60\"\n", "", {}).film.defocus_A, defoci);
  EXPECT_EQ(parseCase("", "", {"film.defocus_A=-60:60:60"}).film.defocus_A, defoci);
  EXPECT_EQ(parseCase("", "", {"haadf.series.values=10:20:05", "haadf.series.key=defocus_A"})
                .scans.at(0)
                .series.values,
            (std::vector<double>{10, 15, 20}))
      << "a time of day to TOML";
}

TEST(CaseFile, onlyWhatAffectsResultsIsPartOfTheirKey) {
  const Case usual = parseCase("", "", {});
  const std::vector<std::string> tables = {"sim", "nanodiffraction"};
  EXPECT_EQ(
      keysText(usual, tables),
      keysText(parseCase("", "", {"sim.checkpoint_interval_s=9", "nanodiffraction.compression=3"}),
               tables));
  EXPECT_NE(keysText(usual, tables),
            keysText(parseCase("", "", {"nanodiffraction.dtype=float16"}), tables));
  EXPECT_EQ(keysText(usual, tables),
            keysText(parseCase("", "", {"haadf.semiangle_mrad=9"}), tables));
  // A series over the record leaves the clean signal as it is.
  const auto over = [&](const char* key) {
    return keysText(
        parseCase("", "", {fmt::format("nanodiffraction.series={{key=\"{}\", values=[9]}}", key)}),
        tables);
  };
  EXPECT_EQ(over("record.dose_e_per_A2"), over("record.jitter_A"));
  EXPECT_NE(over("defocus_A"), over("c30_A"));
}

TEST(CaseFile, settingsThatOnlyTogetherMakeNoSenseAreRefused) {
  EXPECT_THAT(messageOf(kMap + "inner_mrad = 90.0\nouter_mrad = 60.0\n"), HasSubstr("no area"));
  EXPECT_THAT(messageOf(kMap + "scan_nx = 10\n"), HasSubstr("one axis only"));
  EXPECT_THAT(messageOf("[voronoi]\nradii_A = [1.2]\n"), HasSubstr("one value for each element"));
  EXPECT_NE(messageOf("[sim]\nfractions = [0.5, 0.6]\n"), "no error");
}

TEST(CaseFile, damagedTomlNamesTheLine) {
  EXPECT_THAT(messageOf(kMap + "\nsemiangle_mrad = = 3\n"), HasSubstr("line 4"));
  EXPECT_THAT(messageOf("", {"nonsense"}), HasSubstr("table.key=value"));
}

TEST(CaseFile, aFileNamedInTheCaseIsSoughtBesideIt) {
  namespace fs = std::filesystem;
  const fs::path folder =
      fs::temp_directory_path() / ("glasscope_case_" + std::to_string(getpid()));
  fs::create_directories(folder);
  writeFileAtomically(folder / "glass.xyz", "0\n\n");
  writeFileAtomically(folder / "case.toml", "[configuration]\nfile = \"glass.xyz\"\n");
  EXPECT_EQ(fs::path(readCase(folder / "case.toml", {}).configuration.file), folder / "glass.xyz");
  fs::remove_all(folder);
}

TEST(CaseFile, positionsOfAScanAreReadFromAFileAndKeptInTheResolvedCase) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / fmt::format("positions_{}", getpid());
  fs::create_directories(folder);
  writeFileAtomically(folder / "at.txt", "# x y\n1.5 2\n\n3,4.25  # a comma will do\n");
  writeFileAtomically(folder / "case.toml", kMap + "scan = \"list\"\nscan_file = \"at.txt\"\n");
  const Case c = readCase(folder / "case.toml", {});
  EXPECT_EQ(scanOf(c).list_A, (std::vector<double>{1.5, 2, 3, 4.25}));
  EXPECT_EQ(scanOf(parseCase(resolvedToml(c), "resolved", {})).list_A, scanOf(c).list_A);
  for (const char* wrong : {"1 2\n3\n", "1 2 3\n", "x 2\n", "", "1 nan\n"}) {
    writeFileAtomically(folder / "at.txt", wrong);
    EXPECT_THROW(readCase(folder / "case.toml", {}), Error) << wrong;
  }
  fs::remove_all(folder);
}

TEST(CaseFile, aScanIsRefusedWhenItsPositionsAreIncomplete) {
  EXPECT_THAT(messageOf(kMap + "scan = \"line\"\n"), HasSubstr("scan_from_A"));
  EXPECT_THAT(messageOf(kMap + "scan = \"list\"\n"), HasSubstr("scan_file"));
  EXPECT_THAT(messageOf(kMap + "scan_list_A = [1, 2]\n"), HasSubstr("scan = \"list\""));
  EXPECT_THAT(messageOf(kMap + "scan_rotation_deg = 20\n"), HasSubstr("scan_region_A"));
  EXPECT_THAT(messageOf(kMap + "scan = \"spiral\"\n"), HasSubstr("raster, line, list"));
}

TEST(CaseFile, everyLensTakesEveryAberration) {
  const Case c = parseCase(kMap + "c56_A = 1e5\nphi56_deg = 12\n" + kPatterns + "c12_A = -30\n",
                           "case.toml", {});
  EXPECT_EQ(scanOf(c).probe.aberrations.c56_A, 1e5);
  EXPECT_EQ(scanOf(c).probe.aberrations.phi56_deg, 12);
  EXPECT_EQ(scanOf(c, "nanodiffraction").probe.aberrations.c12_A, -30);
}

TEST(CaseFile, snapshotsAreThoseOfAMadeAndOfABroughtGlass) {
  const Case c = parseCase("[snapshots]\ncount = 5\ninterval_ps = 0.5\nequilibration_ps = 2\n",
                           "case.toml", {"snapshots.relax_box=true"});
  EXPECT_EQ(c.meltQuench.snapshotCount, 5);
  EXPECT_EQ(c.thermalise.snapshotCount, 5);
  EXPECT_EQ(c.meltQuench.snapshotInterval_ps, 0.5);
  EXPECT_EQ(c.thermalise.snapshotInterval_ps, 0.5);
  EXPECT_EQ(c.meltQuench.equilibration_ps, 2);
  EXPECT_EQ(c.thermalise.equilibration_ps, 2);
  EXPECT_TRUE(c.thermalise.relaxBox);
}

TEST(CaseFile, tablesOfDetectorsAreTheSameAsTexts) {
  const Case c =
      parseCase(kMap +
                    "[[scan.detectors]]\nname = \"seg\"\nkind = \"segmented\"\nouter_mrad = "
                    "24.5\nsectors = 4\n"
                    "[[scan.detectors]]\nname = \"bf\"\nkind = \"disc\"\nouter_mrad = 10\n",
                "case.toml", {});
  const auto& detectors = scanOf(c).detectors;
  ASSERT_EQ(detectors.size(), 2u);
  EXPECT_EQ(detectors[0].outer_mrad, 24.5);
  EXPECT_EQ(detectors[0].sectors, 4);
  EXPECT_EQ(detectors[1].name, "bf");
  EXPECT_EQ(resolvedToml(parseCase(resolvedToml(c), "resolved", {})), resolvedToml(c));
  EXPECT_EQ(resolvedToml(parseCase(kMap, "case.toml",
                                   {"haadf.detectors=[\"name=seg kind=segmented outer_mrad=24.5 "
                                    "sectors=4\", \"name=bf kind=disc outer_mrad=10\"]"})),
            resolvedToml(c));
  EXPECT_THROW(parseCase(kMap + "detectors = [\"name=haadf outer_mrad=3\"]\n", "case.toml", {}),
               Error);
}

// Steps of a protocol, in their order; each kind has only its own keys.
TEST(CaseFile, aProtocolIsReadStepByStep) {
  const std::string text =
      "[[step]]\nname = \"melt\"\ntime_ps = 3\n"
      "[[step]]\nname = \"made\"\nkind = \"quench\"\nto_K = [900, 300]\n"
      "rates_K_per_s = [1e14, 1e13]\n"
      "[[step]]\nname = \"sheared\"\nkind = \"strain\"\ndirection = \"xz\"\nstrain = -0.1\n";
  const Case c =
      parseCase(text, "case.toml", {"step.melt.temperature_K=1800", "made.to_K=[800,400]"});
  const auto& steps = c.meltQuench.steps;
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps[0].kind, sim::StepKind::melt) << "the name of a kind says it";
  EXPECT_EQ(steps[0].temperature_K, 1800);
  EXPECT_EQ(steps[0].time_ps, 3);
  EXPECT_EQ(steps[1].to_K, (std::vector<double>{800, 400}));
  EXPECT_EQ(steps[1].rates_K_per_s, (std::vector<double>{1e14, 1e13}));
  EXPECT_EQ(steps[2].direction, sim::StrainPath::shearXz);
  EXPECT_EQ(steps[2].strain, -0.1);
  // The snapshots and the vibrations are those of the last state.
  EXPECT_EQ(c.vibrations.temperature_K, 400);
  EXPECT_EQ(parseCase(text, "case.toml", {"sim.state=melt"}).vibrations.temperature_K, 2000);
  const std::string resolved = resolvedToml(c);
  EXPECT_EQ(resolvedToml(parseCase(resolved, "resolved", {})), resolved);
  EXPECT_EQ(parseCase(text + "[[step]]\nname = \"low\"\nkind = \"minimize\"\n", "", {})
                .meltQuench.steps.back()
                .kind,
            sim::StepKind::minimise);
}

TEST(CaseFile, aStepThatCannotBeIsRefused) {
  const std::string melt = "[[step]]\nname = \"melt\"\n";
  const auto step = [&](const std::string& keys) {
    return messageOf(melt + "[[step]]\nname = \"mine\"\n" + keys);
  };
  EXPECT_THAT(step("kind = \"quensh\"\n"),
              testing::AllOf(HasSubstr("quench"), HasSubstr("line 3")));
  EXPECT_THAT(step(""), HasSubstr("does not say what it does"));
  EXPECT_THAT(step("kind = \"hold\"\nstrain = 0.1\n"), HasSubstr("steps of kind strain"));
  EXPECT_THAT(step("kind = \"hold\"\ntimes_ps = 1\n"), HasSubstr("did you mean"));
  EXPECT_THAT(step("kind = \"quench\"\nrates_K_per_s = [0]\n"), HasSubstr("> 0"));
  EXPECT_THAT(step("kind = \"quench\"\nto_K = [20000]\n"), HasSubstr("<= 10000"));
  EXPECT_THAT(step("kind = \"quench\"\nto_K = [2500]\n"), HasSubstr("does not cool"));
  EXPECT_THAT(messageOf(melt + melt), HasSubstr("a name of its own"));
  EXPECT_THAT(messageOf("[[step]]\nname = \"a-b\"\nkind = \"melt\"\n"), HasSubstr("write _"));
  EXPECT_THAT(messageOf("[[step]]\nname = \"quench\"\n"), HasSubstr("before any melt"));
  EXPECT_THAT(messageOf(melt, {"sim.state=melted"}), HasSubstr("did you mean 'melt'"));
  EXPECT_THAT(messageOf("", {"sim.state=melt"}), HasSubstr("no [[step]]"));
  EXPECT_THAT(messageOf(melt, {"snapshots.thermal_motion=harmonic"}), HasSubstr("with [[step]]"));
  EXPECT_THAT(messageOf(melt, {"snapshots.relax_box=true"}), HasSubstr("kind relax"));
}

}  // namespace
}  // namespace glasscope::pipeline
