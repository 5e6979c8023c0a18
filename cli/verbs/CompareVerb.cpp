#include <fmt/format.h>

#include "cli/Say.h"
#include "cli/Verb.h"
#include "compare/film/FilmComparison.h"
#include "core/system/Mpi.h"
#include "pipeline/imaging/ResultFiles.h"
#include "pipeline/run/Products.h"
#include "pipeline/stages/Pipeline.h"

namespace glasscope::cli {

namespace fs = std::filesystem;

namespace {

void printScores(const compare::FilmComparison& film) {
  fmt::print("{:<40} {:>10} {:>13} {:>8} {:>12}\n", "", "NCC valid", "NCC interior", "R1",
             "FRC half-bit");
  for (const auto* score : {&film.linearFixed, &film.linearFitted, &film.multislice}) {
    fmt::print("{:<40} {:>10.4f} {:>13.4f} {:>8.4f} {:>10.2f} A\n", score->method,
               score->agreement.nccValid, score->agreement.nccInterior, score->agreement.r1Valid,
               score->agreement.frcHalfBitValid_A);
  }
  fmt::print("\n{}\n", film.verdict);
}

int run(const VerbOptions& options) {
  const pipeline::Target target = openTarget(options);
  const bool film = pipeline::isMeasuredFilm(target.settings);
  using OneRoom = std::optional<pipeline::Room>;
  pipeline::runPipeline(target.settings, target.folder,
                        film ? OneRoom() : OneRoom(pipeline::Room::compare));
  if (!Mpi::isRoot()) return 0;
  if (!film) {
    const auto written = pipeline::fileOf(pipeline::Product::associations);
    fmt::print("Written: {}\n", (target.folder / written.path).string());
    return 0;
  }
  printScores(pipeline::filmFiles(target.folder).read());
  const fs::path report = target.folder / pipeline::fileOf(pipeline::Product::report).path;
  fmt::print("The report: {}\n", fs::absolute(report).lexically_normal().string());
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
