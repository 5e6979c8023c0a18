#include <fmt/format.h>

#include "cli/Verb.h"
#include "compare/files/ComparisonFile.h"
#include "compare/film/FilmComparison.h"
#include "compare/film/MeasuredFilm.h"
#include "core/hdf5/Hdf5.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "core/system/Mpi.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/report/ReportBuilder.h"
#include "pipeline/stages/Pipeline.h"
#include "report/Report.h"

namespace glasscope::cli {

namespace fs = std::filesystem;

namespace {

void printScores(const compare::FilmComparison& film) {
  fmt::print("{:<40} {:>10} {:>13} {:>8} {:>12}\n", "", "NCC valid", "NCC interior", "R1",
             "FRC half-bit");
  for (const auto* score : {&film.linearFixed, &film.linearFitted, &film.multislice}) {
    fmt::print("{:<40} {:>10.4f} {:>13.4f} {:>8.4f} {:>10.2f} A\n", score->method, score->nccValid,
               score->nccInterior, score->r1Valid, score->frcHalfBitValid_A);
  }
  fmt::print("\n{}\n", film.verdict);
}

int compareMeasuredFilm(const VerbOptions& options) {
  const fs::path input = options.input;
  const fs::path folder =
      options.output.empty() ? fs::path("runs") / input.stem() : fs::path(options.output);
  const pipeline::Case c = pipeline::parseCase("", "command line", options.overrides);
  if (!Mpi::isRoot()) return 0;  // the film is imaged by the threads of one rank
  ensureWritableFolder(folder);
  const compare::MeasuredFilm film = compare::readMeasuredFilm(input, c.calibration);
  compare::ComparisonFile file;
  file.film = compare::compareFilm(film, c.film);
  file.provenance =
      fmt::format(R"({{"input": "{}", "hash": "{}"}})", input.filename().string(), hashFile(input));
  file.write(folder / "comparison.h5");
  writeFileAtomically(folder / "case.toml", pipeline::resolvedToml(c));
  report::writeReport(folder / "report.html",
                      pipeline::buildFilmReport(c, *file.film, input.filename().string()));
  printScores(*file.film);
  fmt::print("The report: {}\n", fs::absolute(folder / "report.html").lexically_normal().string());
  return 0;
}

int run(const VerbOptions& options) {
  const fs::path input = options.input;
  if (fs::is_regular_file(input) && Hdf5::isHdf5(input) && compare::isMeasuredFilm(input)) {
    return compareMeasuredFilm(options);
  }
  const pipeline::Target target = openTarget(options);
  pipeline::runPipeline(target.settings, target.folder, "compare");
  if (Mpi::isRoot()) fmt::print("Written: {}\n", (target.folder / "comparison.h5").string());
  return 0;
}

}  // namespace

Verb compareVerb() {
  Verb verb;
  verb.name = "compare";
  verb.summary =
      "Compare truth with signals, or a measured map with multislice images of its atoms";
  verb.input =
      "Case file, configuration or run folder; or a measured film (HDF5: measured, valid, "
      "interior, "
      "atoms)";
  verb.makesRun = true;
  verb.examples =
      "  glasscope compare runs/cu64zr36\n"
      "  glasscope compare tilt_0_left.h5 -o runs/film --set film.defocus_A=[-50,0,50]\n"
      "  glasscope compare tilt_0_left.h5 --set film.quick=true";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
