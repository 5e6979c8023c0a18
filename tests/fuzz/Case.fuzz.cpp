#include "pipeline/case/CaseFile.h"
#include "tests/fuzz/FuzzFile.h"

// A case file, which has to say the same when it is read back as it was resolved.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace glasscope;
  setLogLevel(0);
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  allowRefusal([&] {
    const std::string resolved = pipeline::resolvedToml(pipeline::parseCase(text, "fuzz", {}));
    const std::string again = pipeline::resolvedToml(pipeline::parseCase(resolved, "again", {}));
    GLASSCOPE_ENSURE(resolved == again, "a resolved case does not read back as itself");
  });
  takeWarnings();
  return 0;
}
