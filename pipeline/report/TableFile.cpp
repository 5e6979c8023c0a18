#include "pipeline/report/TableFile.h"

namespace glasscope::pipeline {

TextTable ownTable(const RunDirectory& run, Product product) {
  TableForm form{"a table of this run", "make it again: glasscope run"};
  form.writtenHere = true;
  return {run.path(product), form};
}

}  // namespace glasscope::pipeline
