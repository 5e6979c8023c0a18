#include "cli/Program.h"

int main(int argc, char** argv) {
  return glasscope::cli::runProgram(argc, argv);
}
